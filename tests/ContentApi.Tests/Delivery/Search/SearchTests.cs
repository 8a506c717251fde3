using System.Net;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Delivery.Search;

public sealed class SearchTests(SampleContent api) : IClassFixture<SampleContent>
{
    [Theory]
    [InlineData("story", "map")]
    [InlineData("takeaway", "refusal")]
    [InlineData("founder", "perkins")]
    public async Task Type_filter_returns_only_results_of_that_type(string type, string word) =>
        Assert.Equal([type], (await Search(word, $"&type={type}"))["items"]!.AsArray().Select(hit => (string)hit!["type"]!).Distinct());

    /// <summary>
    /// Pairs a query with its expected first hit: a story, a founder (`@`) or a takeaway (`#` and its story) of the sample library.
    /// </summary>
    [Theory]
    [InlineData("kitesurf", "the-no-that-drew-a-map")]
    [InlineData("kitesurfing investors", "the-no-that-drew-a-map")]
    [InlineData("perkins", "@melanie-perkins")]
    [InlineData("Melanie PERKINS", "@melanie-perkins")]
    [InlineData("melanie perkins map", "the-no-that-drew-a-map")]
    [InlineData("yearbook", "yearbooks-first-the-world-later")]
    [InlineData("yearbooks schools", "yearbooks-first-the-world-later")]
    [InlineData("the no that drew a map", "the-no-that-drew-a-map")]
    [InlineData("\"drew a map\"", "the-no-that-drew-a-map")]
    [InlineData("“drew a map”", "the-no-that-drew-a-map")]
    [InlineData("honda", "@soichiro-honda")]
    [InlineData("soichiro honda bicycle", "the-engine-on-the-bicycle")]
    [InlineData("bicycle", "the-engine-on-the-bicycle")]
    [InlineData("bicycles engines", "the-engine-on-the-bicycle")]
    [InlineData("isle of man", "chasing-the-isle-of-man-the-deja-vu-of-soichiro-honda")]
    [InlineData("deja vu", "chasing-the-isle-of-man-the-deja-vu-of-soichiro-honda")]
    [InlineData("Déjà Vu", "chasing-the-isle-of-man-the-deja-vu-of-soichiro-honda")]
    [InlineData("dejà", "chasing-the-isle-of-man-the-deja-vu-of-soichiro-honda")]
    [InlineData("honda -bicycle race", "chasing-the-isle-of-man-the-deja-vu-of-soichiro-honda")]
    [InlineData("dyson", "@james-dyson")]
    [InlineData("vacuum cleaner", "five-thousand-tries-at-a-clean-floor")]
    [InlineData("vacuum cleaners", "five-thousand-tries-at-a-clean-floor")]
    [InlineData("clean floor", "five-thousand-tries-at-a-clean-floor")]
    [InlineData("car battery", "what-do-you-learn-from-a-car-you-did-not-build")]
    [InlineData("car build", "what-do-you-learn-from-a-car-you-did-not-build")]
    [InlineData("singapore", "what-do-you-learn-from-a-car-you-did-not-build")]
    [InlineData("blakely", "@sara-blakely")]
    [InlineData("patent", "the-patent-she-wrote-herself")]
    [InlineData("patents", "the-patent-she-wrote-herself")]
    [InlineData("patent herself", "the-patent-she-wrote-herself")]
    [InlineData("fail this week", "what-did-you-fail-at-this-week")]
    [InlineData("what did you fail at this week", "what-did-you-fail-at-this-week")]
    [InlineData("“What Did You Fail at This Week?”", "what-did-you-fail-at-this-week")]
    [InlineData("scissors", "the-patent-she-wrote-herself")]
    [InlineData("lars rasmussen", "the-no-that-drew-a-map")]
    [InlineData("fujisawa", "the-engine-on-the-bicycle")]
    [InlineData("\"business that works\"", "#yearbooks-first-the-world-later")]
    [InlineData("embarrassment", "#what-did-you-fail-at-this-week")]
    [InlineData("customers' calendar", "#yearbooks-first-the-world-later")]
    [InlineData("fundraising perkins", "the-no-that-drew-a-map")]
    public async Task Most_relevant_result_comes_first(string query, string first)
    {
        var results = await Search(query);

        Assert.Equal(first, Describe(results["items"]!.AsArray().FirstOrDefault()));
    }

    [Fact]
    public async Task Highlights_contain_the_matching_words_and_the_id_of_their_block()
    {
        var hit = (await Search("kitesurf"))["items"]![0]!;
        var bodyHighlight = hit["highlights"]!.AsArray().First(highlight => (string)highlight!["field"]! == "body")!;
        var marked = bodyHighlight["spans"]!.AsArray().First(span => span!["marks"]!.AsArray().Count > 0)!;

        Assert.Equal("highlight", (string)marked["marks"]![0]!);
        Assert.StartsWith("kitesurf", (string)marked["text"]!, StringComparison.OrdinalIgnoreCase);
        var story = await api.Json($"/v1/stories/{hit["story"]!["slug"]}");
        var block = story["sections"]!.AsArray().SelectMany(section => section!["blocks"]!.AsArray()).Single(block => (string)block!["id"]! == (string)bodyHighlight["blockId"]!);
        Assert.Contains((string)marked["text"]!, string.Concat(block!["spans"].Strings("text")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kitesurfng", "kitesurf")]
    [InlineData("vaccum clener", "vacuum cleaner")]
    [InlineData("perkinz", "perkins")]
    public async Task A_query_without_results_returns_a_spelling_suggestion(string typed, string suggestion)
    {
        var results = await Search(typed);

        Assert.Empty(results["items"]!.AsArray());
        Assert.StartsWith(suggestion, (string?)results["didYouMean"], StringComparison.Ordinal);
        Assert.NotEmpty((await Search((string)results["didYouMean"]!))["items"]!.AsArray());
    }

    [Fact]
    public async Task Facet_counts_equal_the_numbers_of_filtered_results()
    {
        var results = await Search("company", "&type=story&limit=100");
        var facet = results["facets"]!["founders"]![0]!;
        var filtered = await Search("company", $"&type=story&limit=100&founder={facet["value"]}");

        Assert.Equal((int)results["totalCount"]!, results["items"]!.AsArray().Count);
        var counted = results["items"]!.AsArray().Select(hit => hit!["story"]!["founder"]).OfType<JsonNode>().CountBy(founder => ((string)founder["slug"]!, (string)founder["name"]!))
            .OrderByDescending(count => count.Value).ThenBy(count => count.Key.Item1, StringComparer.Ordinal).ToList();
        Assert.Equal(
            counted.Select(count => (count.Key.Item1, count.Key.Item2, count.Value)),
            results["facets"]!["founders"]!.AsArray().Select(founder => ((string)founder!["value"]!, (string)founder["name"]!, (int)founder["count"]!)));
        Assert.Equal((int)facet["count"]!, filtered["items"]!.AsArray().Count);
        Assert.All(filtered["items"]!.AsArray(), hit => Assert.Equal((string)facet["value"]!, (string)hit!["story"]!["founder"]!["slug"]!));
        var topic = results["facets"]!["topics"]![0]!;
        Assert.Equal((int)topic["count"]!, (int)(await Search("company", $"&type=story&topic={topic["value"]}"))["totalCount"]!);
        var year = results["facets"]!["years"]![0]!;
        Assert.Equal((int)year["count"]!, (int)(await Search("company", $"&type=story&year={year["value"]}"))["totalCount"]!);
    }

    [Fact]
    public async Task Facets_count_all_matching_stories_on_every_page()
    {
        var first = await Search("company", "&limit=2");
        var second = await Search("company", $"&limit=2&cursor={first["nextCursor"]}");
        var founders = await Search("perkins", "&type=founder");

        Assert.Equal(first["facets"]!.ToJsonString(), second["facets"]!.ToJsonString());
        Assert.NotEmpty(first["facets"]!["topics"]!.AsArray());
        Assert.NotEmpty(founders["items"]!.AsArray());
        Assert.All(founders["facets"]!.AsObject(), facet => Assert.Empty(facet.Value!.AsArray()));
    }

    [Theory]
    [InlineData("company", "")]
    [InlineData("company", "&type=takeaway,story")]
    public async Task Paging_returns_every_result_once_in_order(string query, string parameters)
    {
        var all = (await Search(query, $"{parameters}&limit=100"))["items"]!.AsArray().Select(Describe).ToList();
        List<string> paged = [];
        string? cursor = null;
        do
        {
            var page = await Search(query, $"{parameters}&limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            paged.AddRange(page["items"]!.AsArray().Select(Describe));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);

        Assert.True(all.Count > 4);
        Assert.Equal(all, paged);
    }

    [Theory]
    [InlineData("the of and")]
    [InlineData("-perkins")]
    [InlineData("--perkins")]
    [InlineData("- - \" \"")]
    [InlineData("%_")]
    [InlineData("()&|!:*<->")]
    [InlineData("   ")]
    public async Task A_query_without_searchable_words_returns_400(string query) =>
        Assert.NotNull((await api.Problem(HttpStatusCode.BadRequest, $"/v1/search?q={Uri.EscapeDataString(query)}"))["errors"]!["q"]);

    [Theory]
    [InlineData("\"are you")]
    [InlineData("perkins\"")]
    [InlineData("'; drop table story; --")]
    [InlineData("perkins & | ! ( <-> :* \\")]
    [InlineData("perkins:*A")]
    [InlineData("perkins' or 1=1")]
    [InlineData("perkins %' _")]
    [InlineData("c++ c# .net @home ☂ 🦄")]
    [InlineData("\ud83e\udd84 perkins")]
    public async Task Any_characters_are_accepted_as_a_query(string query) =>
        Assert.NotNull((await Search(query))["items"]);

    [Fact]
    public async Task A_query_over_a_limit_returns_400_with_the_limit()
    {
        Assert.Contains("500", (string)(await api.Problem(HttpStatusCode.BadRequest, $"/v1/search?q={new string('x', 5000)}"))["detail"]!, StringComparison.Ordinal);
        Assert.Contains("16", (string)(await api.Problem(HttpStatusCode.BadRequest, $"/v1/search?q={string.Join('+', Enumerable.Range(0, 40).Select(n => $"word{n}"))}"))["detail"]!, StringComparison.Ordinal);
        await api.Problem(HttpStatusCode.BadRequest, "/v1/search");
        Assert.Equal("q must not be empty.", (string)(await api.Problem(HttpStatusCode.BadRequest, "/v1/search?q="))["detail"]!);
        await api.Problem(HttpStatusCode.BadRequest, "/v1/search?q=a%01b");
    }

    /// <summary>The limit of words applies outside phrases; only the length of the query limits a phrase.</summary>
    [Fact]
    public async Task A_phrase_of_sixty_words_finds_its_story()
    {
        var body = (string)(await api.Json("/v1/stories/the-no-that-drew-a-map?body=text"))["body"]!["content"]!;
        var paragraph = body.Split("\n\n").Where(text => !text.AsSpan().ContainsAny("\"“”")).MaxBy(text => text.Length)!;
        var phrase = string.Join(' ', paragraph.Split(' ').Take(60));
        Assert.InRange(phrase.Length, 250, 498);

        var results = await Search($"\"{phrase}\"");

        Assert.Equal(["the-no-that-drew-a-map"], results["items"]!.AsArray().Select(item => (string)item!["story"]!["slug"]!));
    }

    [Theory]
    [InlineData("mel", "founder", "Melanie Perkins")]
    [InlineData("perk", "founder", "Melanie Perkins")]
    [InlineData("MELANIE P", "founder", "Melanie Perkins")]
    [InlineData("fundr", "topic", "Fundraising")]
    [InlineData("the no th", "story", "The No That Drew a Map")]
    [InlineData("deja", "story", "Chasing the Isle of Man: The Déjà Vu of Soichiro Honda")]
    public async Task Suggest_completes_titles_founders_and_topics(string typed, string type, string text)
    {
        var first = (await api.Json($"/v1/suggest?q={Uri.EscapeDataString(typed)}"))["items"]![0]!;

        Assert.Equal((type, text), ((string)first["type"]!, (string)first["text"]!));
    }

    [Theory]
    [InlineData("zzzz")]
    [InlineData("%")]
    [InlineData("\\")]
    public async Task Suggest_returns_nothing_for_an_unknown_prefix(string typed) =>
        Assert.Empty((await api.Json($"/v1/suggest?q={Uri.EscapeDataString(typed)}"))["items"]!.AsArray());

    private async Task<JsonNode> Search(string query, string parameters = "") => await api.Json($"/v1/search?q={Uri.EscapeDataString(query)}{parameters}");

    private static string Describe(JsonNode? hit) => (string?)hit?["type"] switch
    {
        "story" => (string)hit["story"]!["slug"]!,
        "founder" => $"@{hit["founder"]!["slug"]}",
        "takeaway" => $"#{hit["takeaway"]!["story"]!["slug"]}",
        _ => "nothing",
    };
}

/// <summary>Tests search for a publisher whose year begins nine hours before the UTC year.</summary>
public sealed class SearchTimeZoneTests(SearchTimeZoneTests.TokyoLibrary api) : IClassFixture<SearchTimeZoneTests.TokyoLibrary>
{
    [Fact]
    public async Task Years_begin_in_the_publishers_time_zone()
    {
        var results = await api.Json("/v1/search?q=lantern");

        Assert.Equal(["2020"], results["facets"]!["years"]!.Strings("value"));
        Assert.Equal(1, (int)(await api.Json("/v1/search?q=lantern&year=2020"))["totalCount"]!);
        Assert.Equal(0, (int)(await api.Json("/v1/search?q=lantern&year=2019"))["totalCount"]!);
    }

    public sealed class TokyoLibrary(PostgresServer postgres) : Api(postgres)
    {
        protected override IEnumerable<string> Arguments => ["--Library:TimeZone=Asia/Tokyo"];

        protected override IEnumerable<(string Name, string Text)> Documents =>
            [("1.md", "---\nslug: lantern\ntitle: A Lantern\npublishedAt: 2019-12-31T20:00:00Z\n---\nA lantern for the new year.")];
    }
}
