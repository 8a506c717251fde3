using System.Text.Json.Nodes;

namespace ContentApi.Tests.Publishing;

/// <summary>
/// Tests that a frontend can render the real page from the API alone. Skipped unless the folder of real input exists next to the
/// repository. The repository contains none of the page's sentences: the expected text is read from the file.
/// </summary>
public sealed class RealPageTests(Api api) : IClassFixture<Api>
{
    private const string Slug = "are-you-ok-lei-juns-indian-purgatory-and-ascension";

    private static readonly string PagePath = Repository.Path("../shared/input/000_404345e640bab4be.txt");

    [Fact]
    public async Task The_page_can_be_rendered_from_the_api()
    {
        Assert.SkipUnless(File.Exists(PagePath), "The folder of real input (../shared/input) does not exist next to this repository.");
        var text = await File.ReadAllTextAsync(PagePath);
        var report = await api.Import(("page.txt", text));
        Assert.Empty(Assert.Single(report).Diagnostics);
        var story = await api.Json($"/v1/stories/{Slug}?include=recommendations,navigation");

        // The lines of the page in order, from the API's response.
        List<string?> page =
        [
            (string)story["title"]!, (string)story["founder"]!["slug"]!, (string)story["title"]!,
            DateOnly.Parse((string)story["publishedOn"]!, null).ToString("MMMM d, yyyy", null), $"{story["readingMinutes"]} min read", $"By {story["byline"]}", (string)story["dek"]!,
            "Key Takeaways",
            .. story["takeaways"].Strings("statement").Select(statement => $"• {statement}"),
            .. story["sections"]!.AsArray().SelectMany(section => new[] { $"{section!["label"]}: {section["title"]}" }.Concat(section["blocks"]!.AsArray().Select(ReadParagraph))),
            "Key Takeaways",
            .. story["takeaways"]!.AsArray().Select(takeaway => $"{takeaway!["position"]}. {((string)takeaway["statement"]!).TrimEnd('.')}: {takeaway["explanation"]}"),
            "Share this story", "Continue Your Journey", "More stories that shaped the entrepreneurial world",
            .. story["recommendations"]!.AsArray().SelectMany(card => new[]
            {
                (string)card!["title"]!, (string)card["founder"]!["slug"]!, (string)card["title"]!, (string)card["dek"]!, $"Read Story{card["readingMinutes"]} min read",
            }),
        ];

        Assert.Equal(text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0), page);
    }

    [Fact]
    public async Task Founder_takeaways_and_cards_have_their_own_urls()
    {
        Assert.SkipUnless(File.Exists(PagePath), "The folder of real input (../shared/input) does not exist next to this repository.");
        await api.Import(("page.txt", await File.ReadAllTextAsync(PagePath)));

        Assert.Equal("Lei Jun", (string)(await api.Json("/v1/founders/lei-jun"))["name"]!);
        Assert.Equal(3, (await api.Json($"/v1/takeaways?story={Slug}"))["items"]!.AsArray().Count);
        var cards = (await api.Json($"/v1/stories/{Slug}/recommendations"))["items"]!;
        Assert.Equal(["announced", "announced", "announced", "announced"], cards.Strings("status"));
        Assert.Equal(["lei-jun", "lei-jun", "he-xiaopeng", "wang-xing"], cards.AsArray().Select(card => (string)card!["founder"]!["slug"]!));
        Assert.Equal("the-birth-of-miui-xiaomis-first-believers", (string)cards[0]!["slug"]!);
    }

    [Fact]
    public async Task Its_four_editorial_cards_precede_computed_ones_of_the_sample_library()
    {
        Assert.SkipUnless(File.Exists(PagePath), "The folder of real input (../shared/input) does not exist next to this repository.");
        await api.Import(Directory.GetFiles(Repository.Path("db/sample")).Select(path => (Path.GetFileName(path), File.ReadAllText(path))).ToArray());
        await api.Import(("page.txt", await File.ReadAllTextAsync(PagePath)));

        var cards = (await api.Json($"/v1/stories/{Slug}/recommendations?limit=8"))["items"]!;
        Assert.Equal(["editorial", "editorial", "editorial", "editorial", "computed", "computed", "computed", "computed"], cards.Strings("source"));
        var scores = cards.AsArray().Skip(4).Select(card => (double?)card!["score"]).ToList();
        Assert.NotNull(scores[0]);
        Assert.Equal(scores.OrderByDescending(score => score), scores); // cards without a score are recent stories that fill the list
        Assert.Contains(cards.AsArray().Skip(4), card => card!["reasons"].Strings("kind").Contains("sharedTerms"));
    }

    private static string ReadParagraph(JsonNode? block)
    {
        Assert.Equal("paragraph", (string)block!["type"]!);
        return string.Concat(block["spans"].Strings("text"));
    }
}
