using ContentApi.Core.Formats;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Indexing.SearchIndex;
using ContentApi.Publishing;

namespace ContentApi.Tests.Growth;

/// <summary>
/// Checks that the time to validate, parse, render and index a body and to assign its ids grows at most linearly with its length.
/// </summary>
[Collection(nameof(ExclusiveCollection))]
public sealed class BodyGrowthTests
{
    private static readonly Dictionary<string, Func<int, string>> Inputs = new(StringComparer.Ordinal)
    {
        ["equal headings"] = n => Repeat("## A\n\n", n),
        ["equal level-1 headings"] = n => Repeat("# A\n", n),
        ["equal level-3 headings"] = n => Repeat("### A\n\n", n),
        ["headings without a letter"] = n => Repeat("## ?\n\n", n),
        ["different headings"] = n => Concat(i => $"## A {i}\n\n", n),
        ["headings that look like generated anchors"] = n => Concat(i => $"## A {i % 100}\n\n## A\n\n", n),
        ["underlined headings"] = n => Repeat("a\n=\n\n", n),
        ["underlined headings after paragraphs"] = n => Repeat("a\n\nb\n-\n\n", n),
        ["paragraphs"] = n => Concat(i => $"Paragraph {i}.\n\n", n),
        ["equal paragraphs"] = n => Repeat("a\n\n", n),
        ["lines of one paragraph"] = n => Repeat("a line\n", n),
        ["hard breaks"] = n => Repeat("a  \n", n),
        ["words"] = n => Repeat("word ", n),
        ["different words"] = n => Concat(i => $"word{i} ", n),
        ["one long word"] = n => new string('a', n),
        ["spaces"] = n => "a" + new string(' ', n) + "b",
        ["empty lines"] = n => "a" + new string('\n', n) + "b",
        ["tabs"] = n => "a\n" + new string('\t', n) + "b",
        ["combining marks"] = n => "a" + new string('\u0301', n),
        ["emoji"] = n => Repeat("🙂", n),
        ["Han characters"] = n => Concat(i => ((char)(0x4e00 + (i % 20_000))).ToString(), n),
        ["apostrophes"] = n => Repeat("a'", n),
        ["underscores in words"] = n => Repeat("a_b", n),
        ["entities"] = n => Repeat("&amp;", n),
        ["unfinished entities"] = n => Repeat("&#", n),
        ["escapes"] = n => Repeat("\\*", n),
        ["emphasis"] = n => Repeat("*a* ", n),
        ["emphasis in many paragraphs"] = n => Repeat("*a* **b** ~~c~~\n\n", n),
        ["emphasis up to the limit in many paragraphs"] = n => Repeat(Repeat("*a* ", 400) + "\n\n", n),
        ["unclosed emphasis"] = n => Repeat("*a ", n),
        ["unopened emphasis"] = n => Repeat("a* ", n),
        ["emphasis of two kinds"] = n => Repeat("*a_ ", n),
        ["emphasis inside words"] = n => Repeat("a**b*", n),
        ["nested emphasis"] = n => Repeat("*a **a ", n) + "b" + Repeat(" a** a*", n),
        ["unclosed strikethrough"] = n => Repeat("~~a ", n),
        ["stars"] = n => new string('*', n),
        ["backticks"] = n => Repeat("`a` ", n),
        ["unclosed backticks"] = n => Repeat("`a ``b ", n),
        ["backtick runs of increasing length"] = n => Concat(i => "e" + new string('`', i + 1), (int)Math.Sqrt(n)),
        ["unclosed brackets"] = n => Repeat("[a", n),
        ["unopened brackets"] = n => Repeat("a]", n),
        ["nested brackets"] = n => Repeat("[", n) + "a" + Repeat("]", n),
        ["brackets"] = n => Repeat("[a] ", n),
        ["pairs of brackets"] = n => Repeat("[a][b] ", n),
        ["unclosed images"] = n => Repeat("![a", n),
        ["links"] = n => Repeat("[a](https://example.com) ", n),
        ["links with titles"] = n => Repeat("[a](https://example.com \"t\") ", n),
        ["adjacent links"] = n => Repeat("[a](/b)", n),
        ["unclosed links"] = n => Repeat("[a](", n),
        ["links with an unclosed URL"] = n => Repeat("[a](b", n),
        ["links with a long unclosed URL"] = n => Repeat("[a](" + new string('b', 996), n / 16),
        ["links with brackets in an unclosed URL"] = n => Repeat("[a](b(c)", n),
        ["links with an escaped bracket"] = n => Repeat("[a](\\)", n),
        ["links with an unclosed title"] = n => Repeat("[a](b (x ", n),
        ["links with an unclosed URL in angle brackets"] = n => Repeat("[a](<b", n),
        ["nested links"] = n => Repeat("[a", n) + Repeat("](b)", n),
        ["links around emphasis"] = n => Repeat("**x [a*b**c*](d)", n),
        ["emphasis in unclosed links"] = n => Repeat("[*a", n),
        ["definitions"] = n => Concat(i => $"[a{i}]: /b\n", n),
        ["definitions in separate paragraphs"] = n => Concat(i => $"[a{i}]: /b\n\n", n),
        ["the same definition"] = n => Repeat("[a]: /b\n", n),
        ["definitions without a URL"] = n => Repeat("[a]:\n", n),
        ["definitions with an unclosed title"] = n => Repeat("[a]: b \"c\n", n),
        ["references"] = n => "[a]: /b\n\n" + Repeat("[a] ", n),
        ["comments"] = n => Repeat("<!-- a --> b\n", n),
        ["comments as blocks"] = n => Repeat("<!-- a -->\n\nb\n\n", n),
        ["unclosed comments in many paragraphs"] = n => Repeat("b <!-- a\n\n", n),
        ["comments across items"] = n => Repeat("- b <!-- a\n- --> c\n", n),
        ["comments across quotes"] = n => Repeat("> b <!-- a\n\n--> c\n\n", n),
        ["Liquid comments"] = n => Repeat("{% comment %}a{% endcomment %} b ", n),
        ["unclosed Liquid comments"] = n => Repeat("{% comment %}", n),
        ["Liquid tags"] = n => Repeat("{% a %}", n),
        ["kramdown comments"] = n => Repeat("{::comment}a{:/comment}\n", n),
        ["unclosed kramdown comments"] = n => Repeat("{::comment", n),
        ["kramdown closing tags"] = n => Repeat("{:/", n),
        ["Obsidian comments"] = n => Repeat("%%a%% b ", n),
        ["percentages"] = n => Repeat("5%% ", n),
        ["percent signs"] = n => new string('%', n),
        ["comments as definitions"] = n => Repeat("[//]: # (a)\n", n),
        ["unclosed comments as definitions"] = n => Repeat("[//]: # (a\n", n),
        ["autolinks"] = n => Repeat("<https://example.com> ", n),
        ["unclosed autolinks"] = n => Repeat("<https:", n),
        ["angle brackets"] = n => Repeat("<a ", n),
        ["unclosed comments"] = n => Repeat("<!--", n),
        ["images"] = n => Repeat("![a](https://example.com/a.png)\n\n", n),
        ["images in text"] = n => Repeat("a ![a](https://example.com/a.png) b\n\n", n),
        ["nested quotes"] = n => Repeat("> ", n) + "a",
        ["quotes"] = n => Repeat("> a\n\n", n),
        ["one quote"] = n => Repeat("> a\n>\n", n),
        ["one quote with emphasis"] = n => Repeat("> *a* b **c**\n>\n", n),
        ["one quote of spaces with emphasis"] = n => Repeat("> *&#32;*\n>\n", n),
        ["a quote with lazy continuation lines"] = n => "> a\n" + Repeat("b\n", n),
        ["alternating quotes and lists"] = n => Repeat("> a\n- b\n", n),
        ["empty lines in a nested quote"] = n => Repeat("> ", 12) + "- a\n" + Repeat(">\n", n),
        ["nested lists on one line"] = n => Repeat("- ", n) + "a",
        ["nested lists"] = n => Concat(i => new string(' ', 2 * i) + "- a\n", (int)Math.Sqrt(n)),
        ["empty lines in a nested list"] = n => Repeat("- ", 12) + "a" + new string('\n', n),
        ["empty lines in a deeply nested list"] = n => Repeat("- ", (int)Math.Sqrt(n)) + "a" + new string('\n', n),
        ["items"] = n => Repeat("- a\n", n),
        ["items with emphasis"] = n => Repeat("- *a* b **c**\n", n),
        ["items separated by empty lines"] = n => Repeat("- a\n\n", n),
        ["empty items"] = n => Repeat("-\n", n),
        ["numbered items"] = n => Repeat("1. a\n", n),
        ["lists with alternating markers"] = n => Repeat("- a\n* b\n", n),
        ["lists in lists"] = n => Repeat("- a\n  - b\n    - c\n", n),
        ["a long item"] = n => "- a\n" + Repeat("  b\n", n),
        ["code"] = n => Repeat("    a\n", n),
        ["code of distinct characters"] = n => "`" + Concat(i => ((char)(0x3400 + (i % 40_000))).ToString(), n) + "`",
        ["fences"] = n => Repeat("```\na\n```\n", n),
        ["unclosed fences"] = n => Repeat("```a\n\n", n),
        ["dividers"] = n => Repeat("***\n\n", n),
        ["tables"] = n => Repeat("|a", n) + "\n" + Repeat("|-", n) + "\n",
        ["rows of a table"] = n => "|a|b|\n|-|-|\n" + Repeat("|a|b|\n", n),
        ["footnotes"] = n => Concat(i => $"a[^{i}]\n\n[^{i}]: b\n\n", n),
    };

    public static TheoryData<string> InputNames => [.. Inputs.Keys];

    [Theory]
    [MemberData(nameof(InputNames))]
    public void Processing_a_body_takes_linear_time(string input) => Check(input, TimeSpan.FromMilliseconds(5));

    [Theory(Explicit = true)]
    [Trait("Category", "Endurance")]
    [MemberData(nameof(InputNames))]
    public void Processing_a_long_body_takes_linear_time(string input) => Check(input, TimeSpan.FromMilliseconds(30));

    /// <summary>Publishing a story again aligns its blocks with the blocks of the previous version.</summary>
    [Theory]
    [InlineData("the same", 0)]
    [InlineData("more of the same", 0)]
    [InlineData("each a little different", 0)]
    [InlineData("each a little different", 2)]
    [InlineData("all different", 0)]
    [InlineData("the reverse", 0)]
    public void Aligning_blocks_with_the_previous_version_takes_linear_time(string change, int distinct) =>
        GrowthAssert.ShouldBeLinear(
            n =>
            {
                var before = Enumerable.Range(0, n).Select(i => $"This is one of the paragraphs of a story{(distinct > 0 ? $", number {i}" : "")}.").ToList();
                var after = change switch
                {
                    "the same" => before,
                    "more of the same" => [.. before, .. before],
                    "each a little different" => before.ConvertAll(text => text.Replace("one", "some", StringComparison.Ordinal)),
                    "all different" => before.ConvertAll(text => new string([.. text.Reverse()])),
                    _ => Enumerable.Reverse(before).ToList(),
                };
                var (old, now) = (Sections(before), Sections(after));
                old = BlockIdAssigner.Assign(old);
                return (() => BlockIdAssigner.Assign(now, old), 60 * n);
            },
            maxLength: 1_000_000,
            minTime: TimeSpan.FromMilliseconds(5));

    private static void Check(string input, TimeSpan minTime) =>
        GrowthAssert.ShouldBeLinear(
            n =>
            {
                var body = Inputs[input](n);
                var document = new StoryDocument { Title = "T", Body = body };
                return (() => Process(document), body.Length);
            },
            maxLength: 1_000_000,
            minTime);

    /// <summary>Runs all stages of publishing, even for an invalid body: stored bodies are rendered again without validation.</summary>
    private static void Process(StoryDocument document)
    {
        _ = new StoryDocumentValidator().ValidateAsync(document).GetAwaiter().GetResult();
        var story = RenderedStory.Render(document, [], CancellationToken.None);
        story = RenderedStory.Render(document, story.Sections, CancellationToken.None);
        _ = TermExtractor.Extract(story.ToComparable(Guid.Empty), new Vocabulary());
        _ = new TsVectorBuilder(PorterStemmer.Stem).Add(story.PlainText).Build();
    }

    private static IReadOnlyList<Section> Sections(IEnumerable<string> paragraphs) =>
    [
        new()
        {
            Id = "", Label = null, Title = null, Anchor = "start",
            Blocks = paragraphs.Select(text => new Block { Id = "", Type = BlockType.Paragraph, Spans = [new() { Text = text, Marks = [], Href = null }] }).ToList(),
        },
    ];

    private static string Repeat(string text, int count) => new System.Text.StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    private static string Concat(Func<int, string> create, int count) => string.Concat(Enumerable.Range(0, count).Select(create));
}
