using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ContentApi.Core.Formats;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Delivery.Stories;
using ContentApi.Indexing.SearchIndex;

namespace ContentApi.Benchmarks;

/// <summary>Measures the performance-critical pure functions with a generated story of 10 KB.</summary>
[MemoryDiagnoser]
public class FunctionBenchmarks
{
    public const string Name = "functions";

    private static readonly string Query = new StoryListQuery { Topic = "topic-1" }.Canonical;

    private readonly byte[] file = Encoding.UTF8.GetBytes(GeneratedLibrary.Document(1));
    private readonly string cursor = new Cursor("638000000000000000", Guid.CreateVersion7(), Revision: 12345).Encode(Query);
    private readonly StoryDocument document;
    private readonly IReadOnlyList<Section> sections;
    private readonly string text;

    public FunctionBenchmarks()
    {
        document = ParseDocument();
        var rendered = RenderedStory.Render(document, [], CancellationToken.None);
        (sections, text) = (rendered.Sections, rendered.PlainText);
    }

    internal static int Run()
    {
        BenchmarkRunner.Run<FunctionBenchmarks>(DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(new()))));
        return 0;
    }

    [Benchmark(Description = "cursor: write")]
    public string WriteCursor() => new Cursor("638000000000000000", Guid.Empty, Revision: 12345).Encode(Query);

    [Benchmark(Description = "cursor: read")]
    public bool ReadCursor() => Cursor.TryParse(cursor, Query, SortKeyKind.Instant, out _);

    [Benchmark(Description = "import: read a document")]
    public string ReadDocument() => ParseDocument().Title;

    [Benchmark(Description = "import: render a document")]
    public int RenderDocument() => RenderedStory.Render(document, [], CancellationToken.None).WordCount;

    [Benchmark(Description = "body: parse Markdown into blocks")]
    public int ReadBody() => MarkdownReader.Read(document.Body, document.Title).Sections.Count;

    [Benchmark(Description = "body: render blocks as HTML")]
    public int WriteHtml() => HtmlWriter.Write(sections).Length;

    [Benchmark(Description = "body: render blocks as Markdown")]
    public int WriteMarkdown() => MarkdownWriter.Write(sections).Length;

    [Benchmark(Description = "search: words of a story")]
    public int Vector() => new TsVectorBuilder(PorterStemmer.Stem).Add(text).Build().Bytes.Length;

    [Benchmark(Description = "recommendations: terms of a story")]
    public int Terms() => TermExtractor.Extract(new ComparableStory(document.Title, document.Dek, text, []), new()).WordCount;

    private StoryDocument ParseDocument() => DocumentReader.Read(file, "story.md", TimeZoneInfo.Utc, CancellationToken.None).Document!;
}
