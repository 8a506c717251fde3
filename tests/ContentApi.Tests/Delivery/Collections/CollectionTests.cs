using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Tests.Newsroom;
using ContentApi.Tests.Newsroom.Collections;

namespace ContentApi.Tests.Delivery.Collections;

public sealed class CollectionTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    [Fact]
    public async Task Get_and_list_return_the_stories_in_order_as_the_list_of_stories_returns_them()
    {
        string[] slugs = ["another-third", "nobody-in-particular", "adas-first-loom"];
        await api.PutCollection("in-order", JsonNode.Parse("""{"title":"In Order","dek":"Three.","image":{"url":"https://images.test/x.jpg"},"stories":["another-third","nobody-in-particular","adas-first-loom"]}""")!, ("If-None-Match", "*")).ShouldBe(HttpStatusCode.Created);

        var plain = await api.Json("/v1/collections/in-order");
        var full = await api.Json("/v1/collections/in-order?include=stories");
        var listed = (await api.Json("/v1/collections?limit=100&include=stories"))["items"]!.AsArray().Single(item => (string)item!["slug"]! == "in-order")!;

        Assert.Equal(("In Order", "Three.", "https://images.test/x.jpg", 3), ((string)plain["title"]!, (string)plain["dek"]!, (string)plain["image"]!["url"]!, (int)plain["storyCount"]!));
        Assert.Null(plain["stories"]);
        Assert.Equal(full.ToJsonString(), listed.ToJsonString());
        Assert.Equal(await Cards("/v1/stories?limit=100", slugs), full["stories"]!.AsArray().Select(card => card!.ToJsonString()));
        Assert.Equal(await Cards("/v1/stories?limit=100&include=topics,takeaways", slugs), await Cards("/v1/collections/in-order/stories?include=topics,takeaways", slugs));
        Assert.Equal(slugs, await api.VisibleStories("in-order"));
        full.AsObject().Remove("stories");
        plain.AsObject().Remove("stories");
        Assert.Equal(plain.ToJsonString(), full.ToJsonString());
    }

    [Fact]
    public async Task Include_shows_20_stories_and_paging_returns_all_of_them_once()
    {
        var slugs = Enumerable.Range(0, 25).Select(n => $"many-{(n * 7) % 25}").ToArray();
        await api.PublishStories(slugs);
        await api.CreateCollection("many", slugs);

        Assert.Equal(slugs.Take(20), (await api.Json("/v1/collections/many?include=stories"))["stories"].Strings("slug"));
        Assert.Equal(slugs, await Crawl("/v1/collections/many/stories?limit=4&count=true", page => Assert.Equal(25, (int)page["totalCount"]!)));
    }

    [Fact]
    public async Task List_pages_by_title_and_counts()
    {
        foreach (var slug in new[] { "list-c", "list-a", "list-b" })
        {
            await api.CreateCollection(slug, "second-shift");
        }

        var slugs = await Crawl("/v1/collections?limit=1&count=true&include=stories", page => Assert.True((int)page["totalCount"]! >= 3));

        Assert.Equal(["list-a", "list-b", "list-c"], slugs.Where(slug => slug!.StartsWith("list-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_withdrawn_story_is_hidden_and_returns_to_its_place()
    {
        await api.PublishStories("hide-1", "hide-2", "hide-3");
        await api.CreateCollection("hiding", "hide-3", "hide-2", "hide-1");

        await api.Withdraw("hide-2").ShouldBe(HttpStatusCode.OK);
        Assert.Equal(["hide-3", "hide-1"], await api.VisibleStories("hiding"));
        var collection = await api.Json("/v1/collections/hiding?include=stories");
        Assert.Equal((2, 2), ((int)collection["storyCount"]!, collection["stories"]!.AsArray().Count));

        await api.Rename("hide-2", "hide-two").ShouldBe(HttpStatusCode.OK);
        await api.PublishDraft("hide-two");
        Assert.Equal(["hide-3", "hide-two", "hide-1"], await api.VisibleStories("hiding"));
        Assert.Equal(3, (int)(await api.Json("/v1/collections/hiding"))["storyCount"]!);
    }

    /// <summary>Tests that readers who page while an editor works see each story at most once, and each story that keeps its place once.</summary>
    [Fact]
    public async Task Changes_between_pages_do_not_shift_them()
    {
        var slugs = Enumerable.Range(1, 8).Select(n => $"shift-{n}").ToArray();
        await api.PublishStories([.. slugs, "shift-new"]);
        await api.CreateCollection("shifting", slugs);
        var first = await api.Json("/v1/collections/shifting/stories?limit=3");

        await api.SetStories("shifting", "shift-new", "shift-1", "shift-8", "shift-3", "shift-4", "shift-5", "shift-7", "shift-2");
        await api.Withdraw("shift-5").ShouldBe(HttpStatusCode.OK);
        var rest = await Crawl($"/v1/collections/shifting/stories?limit=3&cursor={first["nextCursor"]}", _ => { });

        Assert.Equal(["shift-1", "shift-2", "shift-3"], first["items"].Strings("slug"));
        Assert.Equal(["shift-4", "shift-7"], rest); // shift-8 and shift-2 have moved
    }

    [Fact]
    public async Task Unknown_collections_return_404_until_they_are_created()
    {
        await api.Problem(HttpStatusCode.NotFound, "/v1/collections/nowhere");
        await api.Problem(HttpStatusCode.NotFound, "/v1/collections/nowhere/stories");

        await api.CreateCollection("nowhere");

        Assert.Equal(0, (int)(await api.Json("/v1/collections/nowhere?include=stories"))["storyCount"]!);
        Assert.Empty(await api.VisibleStories("nowhere"));
    }

    [Theory]
    [InlineData("/v1/collections?include=cards")]
    [InlineData("/v1/collections?cursor=AAAA")]
    [InlineData("/v1/collections/queries?include=topics")]
    [InlineData("/v1/collections/queries/stories?include=stories")]
    [InlineData("/v1/collections/queries/stories?cursor=AAAA")]
    [InlineData("/v1/collections/queries/stories?sort=title")]
    public async Task Invalid_parameters_return_400(string path) => await api.Problem(HttpStatusCode.BadRequest, path);

    [Fact]
    public async Task A_cursor_is_valid_only_for_its_collection()
    {
        await api.CreateCollection("own-cursor", "second-shift", "boris-counts");
        await api.CreateCollection("other-cursor", "second-shift", "boris-counts");
        var cursor = (await api.Json("/v1/collections/own-cursor/stories?limit=1"))["nextCursor"];

        await api.Problem(HttpStatusCode.BadRequest, $"/v1/collections/other-cursor/stories?limit=1&cursor={cursor}");
    }

    [Fact]
    public async Task Head_returns_the_headers_of_get()
    {
        await api.CreateCollection("headers", "second-shift");

        using var get = await api.Get("/v1/collections/headers?include=stories");
        using var head = await api.Send(HttpMethod.Head, "/v1/collections/headers?include=stories");

        Assert.Equal((HttpStatusCode.OK, get.Headers.ETag), (head.StatusCode, head.Headers.ETag));
        Assert.Equal(get.Revision(), head.Revision());
    }

    private async Task<IEnumerable<string>> Cards(string path, string[] slugs)
    {
        var cards = (await api.Json(path))["items"]!.AsArray().ToDictionary(card => (string)card!["slug"]!, card => card!.ToJsonString());
        return slugs.Select(slug => cards[slug]);
    }

    private async Task<List<string?>> Crawl(string path, Action<JsonNode> check)
    {
        List<string?> slugs = [];
        for (string? next = path; next is not null;)
        {
            using var response = await api.Get(next);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var page = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            check(page);
            slugs.AddRange(page["items"].Strings("slug"));
            next = response.Header("Link") is { Length: > 0 } link ? link[1..link.IndexOf('>', StringComparison.Ordinal)] : null;
        }

        return slugs;
    }
}
