using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;

namespace ContentApi.Tests.Delivery.Stories;

public sealed class StoryListTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    [Theory]
    [InlineData("/v1/stories", "items", null)]
    [InlineData("/v1/stories?topic=craft&include=topics", "items", null)]
    [InlineData("/v1/search?q=loom&type=story", "items", "story")]
    [InlineData("/v1/takeaways", "items", "story")]
    [InlineData("/v1/takeaways?q=thread", "items", "story")]
    [InlineData("/v1/stories/adas-first-loom/recommendations?limit=20", "items", null)]
    [InlineData("/v1/recommendations?read=adas-first-loom", "items", null)]
    [InlineData("/v1/stories/second-shift?include=navigation", "navigation", null)]
    public async Task Every_card_has_the_time_of_its_last_change(string url, string list, string? member)
    {
        var updatedAt = (await api.Json("/v1/story-batch?slugs=adas-first-loom,second-shift,another-third,boris-counts,nobody-in-particular"))["items"]!.AsArray()
            .ToDictionary(story => (string)story!["slug"]!, story => (string)story!["updatedAt"]!);
        var items = (await api.Json(url))[list]!;
        var cards = items is JsonArray array ? array.Select(item => member is null ? item! : item![member]!).ToList() : items.AsObject().Select(item => item.Value!).ToList();

        Assert.All(cards, card => Assert.Equal((string)card["status"]! == "announced" ? null : updatedAt[(string)card["slug"]!], (string?)card["updatedAt"]));
        Assert.All(cards, card => Assert.True(card.AsObject().ContainsKey("updatedAt")));
        Assert.True(cards.Count > 0 || url.Contains("read=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "nobody-in-particular,boris-counts|another-third,second-shift,adas-first-loom")]
    [InlineData("sort=publishedAt", "adas-first-loom,second-shift,boris-counts|another-third,nobody-in-particular")]
    [InlineData("sort=title", "adas-first-loom,another-third,boris-counts,nobody-in-particular,second-shift")]
    [InlineData("sort=readingMinutes", "adas-first-loom|nobody-in-particular,another-third,boris-counts,second-shift")]
    [InlineData("founder=ada-weaver", "another-third,second-shift,adas-first-loom")]
    [InlineData("founder=ada-weaver&sort=title", "adas-first-loom,another-third,second-shift")]
    [InlineData("topic=craft", "second-shift,adas-first-loom")]
    [InlineData("topic=craft&sort=publishedAt", "adas-first-loom,second-shift")]
    [InlineData("topic=machines&founder=ada-weaver&readingMinutesMax=2", "adas-first-loom")]
    [InlineData("language=de", "boris-counts")]
    [InlineData("publishedFrom=2024-02-20T06:00:00Z&publishedBefore=2024-03-30", "second-shift")]
    [InlineData("publishedFrom=2024-02-20T06:00:00.000000000Z&publishedBefore=2024-02-20T06:00:00.000001999999Z", "second-shift")]
    [InlineData("publishedFrom=2024-03-30&publishedBefore=2024-03-31", "boris-counts|another-third")]
    [InlineData("publishedFrom=2024-02-20T15:00:00%2B09:00&publishedBefore=2024-02-20T06:00:01Z", "second-shift")]
    [InlineData("readingMinutesMax=3", "nobody-in-particular,another-third,adas-first-loom")]
    [InlineData("founder=nobody", "")]
    [InlineData("topic=craft&language=fr", "")]
    public async Task List_filters_and_sorts_stories(string query, string expected)
    {
        var slugs = (await api.Json($"/v1/stories?{query}"))["items"].Strings("slug").ToList();

        // Stories with the same sort key can have either order, written as a|b.
        var groups = expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(group => group.Split('|')).ToList();
        Assert.Equal(groups.Sum(group => group.Length), slugs.Count);
        foreach (var group in groups)
        {
            Assert.Equal(group.Order(), slugs.Take(group.Length).Order());
            slugs.RemoveRange(0, group.Length);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("sort=publishedAt")]
    [InlineData("sort=title")]
    [InlineData("sort=readingMinutes")]
    [InlineData("founder=ada-weaver")]
    [InlineData("topic=machines")]
    [InlineData("topic=craft&sort=title&include=topics,takeaways,rights")]
    public async Task Paging_returns_every_story_once(string query)
    {
        var all = (await api.Json($"/v1/stories?{query}"))["items"].Strings("slug");
        List<string> paged = [];
        var next = $"/v1/stories?{query}&limit=1".Replace("?&", "?", StringComparison.Ordinal);
        for (var page = await Page(next); ; page = await Page(next))
        {
            paged.AddRange(page.Body["items"].Strings("slug"));
            if (page.Next is null)
            {
                break;
            }

            Assert.Contains($"cursor={(string)page.Body["nextCursor"]!}", page.Next, StringComparison.Ordinal);
            next = page.Next;
        }

        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task Count_and_include_add_optional_members()
    {
        var plain = await api.Json("/v1/stories?limit=2");
        var full = await api.Json("/v1/stories?limit=2&count=true&include=topics,takeaways&sort=publishedAt");

        Assert.Null(plain["totalCount"]);
        Assert.Null(plain["items"]![0]!["topics"]);
        Assert.Equal(5, (int)full["totalCount"]!);
        Assert.Equal(["craft", "machines"], full["items"]![0]!["topics"].Strings("slug"));
        Assert.Equal(["Begin with thread.", "Count twice."], full["items"]![0]!["takeaways"].Strings("statement"));
        Assert.Equal(3, (int)(await api.Json("/v1/stories?founder=ada-weaver&limit=1&count=true"))["totalCount"]!);
    }

    [Theory]
    [InlineData("/v1/stories", "stories?founder=&topic=&language=&from=&before=&max=&sort=-publishedAt", "abc")]
    [InlineData("/v1/stories", "stories?founder=&topic=&language=&from=&before=&max=&sort=-publishedAt", "9999999999999999999")]
    [InlineData("/v1/stories", "stories?founder=&topic=&language=&from=&before=&max=&sort=-publishedAt", "-5")]
    [InlineData("/v1/stories?sort=readingMinutes", "stories?founder=&topic=&language=&from=&before=&max=&sort=readingMinutes", "99999999999")]
    [InlineData("/v1/stories?sort=title", "stories?founder=&topic=&language=&from=&before=&max=&sort=title", "a\0b")]
    [InlineData("/v1/takeaways", "takeaways?founder=&topic=&story=", "x")]
    [InlineData("/v1/search?q=thread", "search?q=thread&type=&founder=&topic=&year=", "99999999999999999999")]
    [InlineData("/v1/founders", "founders", "a\0b")]
    [InlineData("/v1/topics", "topics", "\u0001")]
    public async Task A_cursor_with_an_invalid_key_returns_400(string url, string query, string key)
    {
        var forged = new Cursor(key, Guid.CreateVersion7(), 1).Encode(query);

        var problem = await api.Problem(HttpStatusCode.BadRequest, $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={forged}");

        Assert.Equal(["cursor"], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task A_modified_cursor_or_one_of_another_query_returns_400()
    {
        var cursor = (string)(await api.Json("/v1/stories?limit=1&founder=ada-weaver"))["nextCursor"]!;

        Assert.Equal(HttpStatusCode.OK, (await api.Get($"/v1/stories?limit=2&founder=ada-weaver&cursor={cursor}")).StatusCode);
        string[] wrong =
        [
            $"/v1/stories?cursor={cursor}", $"/v1/stories?founder=boris-bell&cursor={cursor}", $"/v1/stories?founder=ada-weaver&sort=title&cursor={cursor}",
            $"/v1/takeaways?founder=ada-weaver&cursor={cursor}", $"/v1/stories?founder=ada-weaver&cursor={cursor}x", "/v1/stories?cursor=%F0%9F%99%82", "/v1/stories?cursor=AAAA",
            .. Enumerable.Range(0, cursor.Length).Select(i => $"/v1/stories?founder=ada-weaver&cursor={cursor[..i]}{(cursor[i] == 'A' ? 'B' : 'A')}{cursor[(i + 1)..]}"),
        ];
        foreach (var url in wrong)
        {
            var problem = await api.Problem(HttpStatusCode.BadRequest, url);
            Assert.Equal(["cursor"], problem["errors"]!.AsObject().Select(error => error.Key));
        }
    }

    [Theory]
    [InlineData("limit=0", "limit", "from 1 to 100")]
    [InlineData("limit=101", "limit", "from 1 to 100")]
    [InlineData("limit=ten", "limit", "from 1 to 100")]
    [InlineData("limit=99999999999999", "limit", "from 1 to 100")]
    [InlineData("limit=5&limit=6", "limit", "appears more than once")]
    [InlineData("limit=", "limit", "empty")]
    [InlineData("Limit=5", "Limit", "Did you mean limit?")]
    [InlineData("foundr=x", "foundr", "Did you mean founder?")]
    [InlineData("page=2", "page", "Valid names: ")]
    [InlineData("sort=dek", "sort", "-publishedAt, publishedAt, title, readingMinutes")]
    [InlineData("sort=0", "sort", "must be one of")]
    [InlineData("founder=Lei%20Jun", "founder", "slug")]
    [InlineData("founder=%00", "founder", "control characters")]
    [InlineData("topic=%ff", "topic", "slug")]
    [InlineData("topic=%EF%BF%BD", "topic", "valid UTF-8")]
    [InlineData("count=yes", "count", "true or false")]
    [InlineData("publishedFrom=2024-02-30", "publishedFrom", "date-time")]
    [InlineData("publishedFrom=2024-01-01T00:00:00.123456789", "publishedFrom", "date-time")]
    [InlineData("publishedFrom=2024-01-01%2000:00:00.123456789Z", "publishedFrom", "date-time")]
    [InlineData("publishedFrom=yesterday", "publishedFrom", "date-time")]
    [InlineData("publishedFrom=2024-01-01T00:00:00+02:00", "publishedFrom", "%2B")]
    [InlineData("publishedBefore=2024-01-01T00:00:00", "publishedBefore", "date-time")]
    [InlineData("readingMinutesMax=-1", "readingMinutesMax", "from 1 to 1000")]
    [InlineData("include=body", "include", "topics, takeaways")]
    [InlineData("language=e", "language", "language tag")]
    [InlineData("language=en'--", "language", "language tag")]
    public async Task An_invalid_parameter_returns_400_with_an_explanation(string query, string parameter, string explanation)
    {
        var problem = await api.Problem(HttpStatusCode.BadRequest, $"/v1/stories?{query}");

        Assert.Contains(explanation, (string)problem["errors"]![parameter]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_invalid_parameters_are_reported_at_once()
    {
        var problem = await api.Problem(HttpStatusCode.BadRequest, "/v1/stories?limit=0&sort=x&foo=1");

        Assert.Equal(["foo", "limit", "sort"], problem["errors"]!.AsObject().Select(error => error.Key).Order());
    }

    private async Task<(JsonNode Body, string? Next)> Page(string url)
    {
        using var response = await api.Get(url);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        var link = response.Headers.TryGetValues("Link", out var values) ? values.Single() : null;
        Assert.Equal(body["nextCursor"] is null, link is null);
        return (body, link?[1..link.IndexOf('>', StringComparison.Ordinal)]);
    }
}
