using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Delivery.Recommendations;
using ContentApi.EmbeddedPostgres;
using ContentApi.Publishing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContentApi.Benchmarks;

/// <summary>
/// `relevance ARTICLES --out RUN.tsv`: imports articles (JSON lines, gzipped or not) into a new database with the service's importer, and
/// writes the ten recommendations that the service returns for each. Relevance judgments in the input are never read.
/// </summary>
internal static class RelevanceRun
{
    private const int Recommendations = 10;

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> Run(string[] args)
    {
        if (args is not [var articles, "--out", var output])
        {
            await Console.Error.WriteLineAsync("Usage: relevance ARTICLES --out RUN.tsv");
            return 2;
        }

        if (!File.Exists(articles))
        {
            await Console.Error.WriteLineAsync($"The file {articles} does not exist.");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("content-api-relevance-").FullName;
        try
        {
            await using var postgres = await EmbeddedPostgresServer.Start(new() { DataPath = folder }, NullLogger.Instance, CancellationToken.None);
            await using var app = await Program.Build(
                ["--environment=Production", $"--ConnectionStrings:Content={postgres.ConnectionString}", "--Logging:LogLevel:Default=Warning"], CancellationToken.None);
            await app.Services.GetRequiredService<Migrator>().Migrate(CancellationToken.None);
            return await Import(app.Services, articles) ? await WriteRecommendations(app.Services, output) : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> Import(IServiceProvider services, string articles)
    {
        var clock = Stopwatch.StartNew();
        var (imported, failed) = (0, 0);
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Importer>().Import(
            ReadLines(articles).Select(CreateSource),
            document =>
            {
                imported += document.Outcome == PublicationOutcome.Invalid ? 0 : 1;
                failed += document.Outcome == PublicationOutcome.Invalid ? 1 : 0;
                foreach (var diagnostic in document.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
                {
                    Console.Error.WriteLine($"{document.SourceName}: {diagnostic.Message}");
                }
            },
            CancellationToken.None);
        Console.WriteLine($"Imported {imported:N0} articles in {clock.Elapsed.TotalSeconds:N1} s, including the recommendation lists. {failed:N0} failed.");
        return failed == 0;
    }

    private static async Task<int> WriteRecommendations(IServiceProvider services, string output)
    {
        await using var connection = await services.GetRequiredService<Database>().Reads.OpenConnectionAsync();
        var slugs = (await Dapper.SqlMapper.QueryAsync<string>(connection, "select slug from story order by published_at, slug")).ToList();
        await using var run = new StreamWriter(output);
        HashSet<string> recommended = [];
        double founders = 0, cards = 0;
        foreach (var slug in slugs)
        {
            await using var scope = services.CreateAsyncScope();
            var list = await scope.ServiceProvider.GetRequiredService<RecommendationStore>().List(slug, Recommendations, CancellationToken.None) ?? [];
            foreach (var (index, card) in list.Index())
            {
                await run.WriteLineAsync($"{Id(slug)}\t{index + 1}\t{Id(card.Slug)}");
            }

            recommended.UnionWith(list.Take(4).Select(card => card.Slug));
            cards += list.Take(4).Count();
            founders += list.Take(4).Select(card => card.Founder?.Slug ?? card.Slug).Distinct().Count();
        }

        Console.WriteLine($"Coverage: {(double)recommended.Count / Math.Max(slugs.Count, 1):P1} of the articles are among the first four recommendations of another article.");
        Console.WriteLine($"Diversity: {founders / Math.Max(cards, 1):P1} of the first four recommendations are about different founders.");
        return 0;
    }

    private static IEnumerable<string> ReadLines(string path)
    {
        using var file = File.OpenRead(path);
        var gzipped = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        using var reader = new StreamReader(gzipped ? new GZipStream(file, CompressionMode.Decompress) : file, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }

    private static ImportSource CreateSource(string line)
    {
        using var json = JsonDocument.Parse(line);
        var article = json.RootElement;
        var slug = $"article-{article.GetProperty("id").GetRawText().Trim('"')}";
        var document = new StringBuilder("---\n");
        AddFrontMatter("slug", slug);
        AddFrontMatter("title", Truncate(GetText(article, "title") is { Length: > 0 } title ? title : "Untitled", 300));
        AddFrontMatter("dek", GetText(article, "dek") is { Length: > 0 } dek ? Truncate(dek, 2000) : null);
        AddFrontMatter("founder", Founder(article));
        AddFrontMatter("topics", article.TryGetProperty("topics", out var topics) && topics.ValueKind == JsonValueKind.Array ? topics.EnumerateArray().Select(topic => topic.ToString()).Take(20).ToArray() : null);
        AddFrontMatter("publishedAt", GetText(article, "publishedAt"));
        document.Append("---\n\n").Append(Escape(GetText(article, "text") ?? ""));
        return new(slug, _ => Task.FromResult(Encoding.UTF8.GetBytes(document.ToString())));

        // YAML is a superset of JSON.
        void AddFrontMatter(string name, object? value)
        {
            if (value is not null)
            {
                document.Append(CultureInfo.InvariantCulture, $"{name}: {JsonSerializer.Serialize(value, Relaxed)}\n");
            }
        }
    }

    private static object? Founder(JsonElement article) =>
        !article.TryGetProperty("founder", out var founder) ? null : founder.ValueKind switch
        {
            JsonValueKind.String when founder.GetString() is { Length: > 0 } name => new { name },
            JsonValueKind.Object when GetText(founder, "name") is { Length: > 0 } name => new { name },
            JsonValueKind.Object when GetText(founder, "slug") is { Length: > 0 } slug => slug,
            _ => null,
        };

    private static string? GetText(JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static string Truncate(string text, int length) => text.Length <= length ? text : text[..length];

    /// <summary>Escapes text for Markdown, so that its punctuation is not parsed as markup.</summary>
    private static string Escape(string text) => string.Concat(text.Select(c => char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c)) ? $"\\{c}" : c.ToString()));

    private static string Id(string slug) => slug["article-".Length..];
}
