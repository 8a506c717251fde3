using System.Net;

namespace ContentApi.Tests.Delivery.Stories;

public sealed class StoryTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    private const string First = "adas-first-loom";

    [Fact]
    public async Task Get_returns_all_content_of_a_page()
    {
        var story = await api.Json($"/v1/stories/{First}");

        Assert.Equal("Ada's “First” Loom", (string)story["title"]!);
        Assert.Equal("published", (string)story["status"]!);
        Assert.Equal("The Desk", (string)story["byline"]!);
        Assert.Equal("Ada Weaver", (string)story["founder"]!["name"]!);
        Assert.Equal("2024-01-09T15:00:00Z", (string)story["publishedAt"]!); // midnight in Tokyo
        Assert.Equal("2024-01-10", (string)story["publishedOn"]!);
        Assert.Equal("https://stories.test/stories/adas-first-loom", (string)story["canonicalUrl"]!);
        Assert.Equal(1600, (int)story["image"]!["width"]!);
        Assert.Null(story["image"]!["credit"]);
        Assert.Equal(["Craft", "Machines"], story["topics"].Strings("name"));
        Assert.Equal(["Begin with thread.", "Count twice."], story["takeaways"].Strings("statement"));
        Assert.Equal("Everything hangs on it.", (string)story["takeaways"]![0]!["explanation"]!);
        Assert.Null(story["takeaways"]![1]!["explanation"]);
        Assert.Equal(["start", "prologue-dust", "act-i-light-shade"], story["sections"].Strings("anchor"));
        Assert.Equal(["quote", "list", "code"], story["sections"]![2]!["blocks"].Strings("type"));
        Assert.Equal("The ledger", (string)story["sections"]![2]!["blocks"]![0]!["cite"]!);
        Assert.Equal("How it began.", (string)story["share"]!["description"]!);
        Assert.Null(story["body"]);
        Assert.Null(story["recommendations"]);
        Assert.Null(story["navigation"]);
    }

    [Fact]
    public async Task Get_returns_every_member_in_the_documented_order()
    {
        var story = await api.Json("/v1/stories/second-shift");

        Assert.Equal(
            ["id", "slug", "status", "title", "dek", "byline", "founder", "publishedAt", "publishedOn", "updatedAt", "readingMinutes", "image", "language", "topics", "takeaways", "rights",
                "wordCount", "canonicalUrl", "share", "corrections", "correctionCount", "sections", "body", "recommendations", "navigation"],
            story.AsObject().Select(member => member.Key));
    }

    [Theory]
    [InlineData("html", "<p id=", "<strong>very</strong>")]
    [InlineData("markdown", "## Prologue: Dust", "**very**")]
    [InlineData("text", "Prologue: Dust", "It was dark, and very quiet.")]
    public async Task Body_parameter_selects_the_format(string format, string heading, string text)
    {
        var story = await api.Json($"/v1/stories/{First}?body={format}");

        Assert.Null(story["sections"]);
        Assert.Equal(format, (string)story["body"]!["format"]!);
        Assert.Contains(heading, (string)story["body"]!["content"]!, StringComparison.Ordinal);
        Assert.Contains(text, (string)story["body"]!["content"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_none_omits_the_body()
    {
        var story = await api.Json($"/v1/stories/{First}?body=none");

        Assert.Null(story["sections"]);
        Assert.Null(story["body"]);
    }

    [Fact]
    public async Task Spans_have_marks_and_links_without_markup()
    {
        var story = await api.Json($"/v1/stories/{First}");

        var spans = story["sections"]![1]!["blocks"]![0]!["spans"]!;
        Assert.Equal(["It was ", "dark", ", and ", "very", " quiet. See ", "the museum", "."], spans.Strings("text"));
        Assert.Equal("emphasis", (string)spans[1]!["marks"]![0]!);
        Assert.Equal("https://museum.test/?a=1&b=2", (string)spans[5]!["href"]!);
    }

    [Fact]
    public async Task Navigation_contains_the_founders_previous_and_next_stories()
    {
        var story = await api.Json("/v1/stories/second-shift?include=navigation");

        Assert.Equal("adas-first-loom", (string)story["navigation"]!["previous"]!["slug"]!);
        Assert.Equal("another-third", (string)story["navigation"]!["next"]!["slug"]!);
        var alone = await api.Json("/v1/stories/nobody-in-particular?include=navigation");
        Assert.Null(alone["navigation"]!["previous"]);
        Assert.Null(alone["navigation"]!["next"]);
    }

    [Fact]
    public async Task A_document_of_title_and_body_gets_defaults()
    {
        var story = await api.Json("/v1/stories/nobody-in-particular");

        Assert.Null(story["founder"]);
        Assert.Null(story["dek"]);
        Assert.Equal("en", (string)story["language"]!);
        Assert.Equal(1, (int)story["readingMinutes"]!);
        Assert.Empty(story["topics"]!.AsArray());
    }

    [Theory]
    [InlineData("no-such-story")]
    [InlineData("not-written-yet")]
    [InlineData("the-mill-that-was-not-built")]
    [InlineData("ADAS-FIRST-LOOM")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("%ff%fe")]
    [InlineData("'%20or%201=1--")]
    public async Task Get_returns_404_for_an_unpublished_slug(string slug)
    {
        var problem = await api.Problem(HttpStatusCode.NotFound, $"/v1/stories/{slug}");

        Assert.Equal("/problems/not-found", (string)problem["type"]!);
    }

    [Fact]
    public async Task Batch_returns_stories_in_requested_order_and_lists_missing_slugs()
    {
        var batch = await api.Json("/v1/story-batch?slugs=second-shift,nothing-here,adas-first-loom");

        Assert.Equal(["second-shift", "adas-first-loom"], batch["items"].Strings("slug"));
        Assert.Null(batch["items"]![0]!["sections"]);
        Assert.Equal("""[{"slug":"nothing-here","id":null,"status":404}]""", batch["missing"]!.ToJsonString());
        var bodies = await api.Json("/v1/story-batch?slugs=second-shift&body=text");
        Assert.Equal("Body two.", (string)bodies["items"]![0]!["body"]!["content"]!);
    }

    [Fact]
    public async Task Batch_returns_stories_by_id_in_requested_order_and_lists_missing_ids()
    {
        var slugs = new[] { "second-shift", "adas-first-loom" };
        var ids = (await api.Json($"/v1/story-batch?slugs={string.Join(',', slugs)}"))["items"].Strings("id").ToList();
        var unknown = "0198e4a1-7c00-7d3b-a5f0-000000000000";

        var batch = await api.Json($"/v1/story-batch?ids={ids[0]},{unknown},{ids[1]}&body=text");

        Assert.Equal(slugs, batch["items"].Strings("slug"));
        Assert.Equal("Body two.", (string)batch["items"]![0]!["body"]!["content"]!);
        Assert.Equal($$"""[{"slug":null,"id":"{{unknown}}","status":404}]""", batch["missing"]!.ToJsonString());
    }

    [Fact]
    public Task The_former_path_of_the_batch_returns_404() => api.Problem(HttpStatusCode.NotFound, "/v1/stories:batch?slugs=second-shift");

    [Theory]
    [InlineData("/v1/story-batch?slugs={0}&slugs={1}", "/v1/story-batch?slugs={0},{1}")]
    [InlineData("/v1/recommendations?read={0}&read={1}&limit=3", "/v1/recommendations?limit=3&read={0},{1}")]
    [InlineData("/v1/stories?include=topics&include=takeaways", "/v1/stories?include=topics,takeaways")]
    [InlineData("/v1/stories/{0}?include=navigation&body=none&include=recommendations", "/v1/stories/{0}?include=navigation,recommendations&body=none")]
    [InlineData("/v1/search?q=loom&type=story&type=takeaway", "/v1/search?q=loom&type=story,takeaway")]
    public async Task A_list_parameter_can_be_repeated(string repeated, string separated)
    {
        var (first, second) = ("adas-first-loom", "second-shift");
        using var one = await api.Get(string.Format(null, repeated, first, second));
        using var other = await api.Get(string.Format(null, separated, first, second));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (one.StatusCode, other.StatusCode));
        Assert.Equal(other.Headers.ETag, one.Headers.ETag);
        Assert.Equal(await other.Content.ReadAsStringAsync(), await one.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_repeated_list_keeps_its_order_and_can_have_fifty_items()
    {
        var reversed = await api.Json("/v1/story-batch?slugs=second-shift&slugs=adas-first-loom");
        Assert.Equal(["second-shift", "adas-first-loom"], reversed["items"].Strings("slug"));

        var many = await api.Json($"/v1/story-batch?{string.Join('&', Enumerable.Range(1, 50).Select(n => $"slugs=story-{n}"))}");
        Assert.Equal(50, many["missing"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("/v1/story-batch?slugs=a&slugs=a", "slugs")]
    [InlineData("/v1/story-batch?slugs=a&slugs=", "slugs")]
    [InlineData("/v1/story-batch?slugs=&slugs=a", "slugs")]
    [InlineData("/v1/story-batch?slugs=a&slugs=b,a", "slugs")]
    [InlineData("/v1/story-batch?slugs=a&body=none&body=none", "body")]
    [InlineData("/v1/stories/second-shift?include=navigation&include=navigation", "include")]
    [InlineData("/v1/search?q=a&q=b", "q")]
    [InlineData("/v1/story-batch?slugs=a&ids=0198e4a1-7c00-7d3b-a5f0-000000000000", "ids")]
    [InlineData("/v1/story-batch?ids=0198E4A1-7C00-7D3B-A5F0-000000000000", "ids")]
    [InlineData("/v1/story-batch?ids=second-shift", "ids")]
    [InlineData("/v1/story-batch", "slugs")]
    [InlineData("/v1/story-batch?slugs=", "slugs")]
    [InlineData("/v1/story-batch?slugs=a,a", "slugs")]
    [InlineData("/v1/story-batch?slugs=a,B", "slugs")]
    [InlineData("/v1/stories/second-shift?body=pdf", "body")]
    [InlineData("/v1/stories/second-shift?body=1", "body")]
    [InlineData("/v1/stories/second-shift?include=takeaways", "include")]
    [InlineData("/v1/stories/second-shift?include=navigation,navigation", "include")]
    [InlineData("/v1/stories/second-shift?includes=navigation", "includes")]
    public async Task An_invalid_parameter_returns_400_with_its_name(string url, string parameter)
    {
        var problem = await api.Problem(HttpStatusCode.BadRequest, url);

        Assert.Equal([parameter], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task Batch_rejects_more_than_fifty_slugs()
    {
        var slugs = string.Join(',', Enumerable.Range(1, 51).Select(n => $"story-{n}"));

        await api.Problem(HttpStatusCode.BadRequest, $"/v1/story-batch?slugs={slugs}");
    }
}
