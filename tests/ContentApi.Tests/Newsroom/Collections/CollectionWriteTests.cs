using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Newsroom.Collections;

public sealed class CollectionWriteTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task Creating_replacing_patching_and_deleting_a_collection_take_one_revision_each()
    {
        await api.PublishStories("life-1", "life-2");
        var start = await Revision();
        using var created = await api.PutCollection("life", CollectionClient.Document("Life", "life-2", "life-1"), ("If-None-Match", "*"));
        using var replaced = await api.PutCollection("life", CollectionClient.Document("Life Again", "life-1"), ("If-Match", created.Headers.ETag!.Tag));
        using var unchanged = await api.PutCollection("life", CollectionClient.Document("Life Again", "life-1"), ("If-Match", replaced.Headers.ETag!.Tag));
        using var patched = await api.PatchCollection("life", new JsonObject { ["dek"] = "Lived." }, unchanged.Headers.ETag!.Tag);
        using var read = await api.Get("/v1/collections/life");
        await api.DeleteCollection("life").ShouldBe(HttpStatusCode.NoContent);

        Assert.Equal((HttpStatusCode.Created, "/v1/collections/life"), (created.StatusCode, created.Headers.Location?.ToString()));
        var saved = JsonNode.Parse(await created.Content.ReadAsStringAsync())!;
        Assert.Equal(("life", "Life", null, 2), ((string)saved["slug"]!, (string)saved["title"]!, (string?)saved["dek"], (int)saved["storyCount"]!));
        Assert.Equal(["life-2", "life-1"], saved["stories"]!.AsArray().Select(slug => (string)slug!));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (replaced.StatusCode, unchanged.StatusCode, patched.StatusCode));
        Assert.Equal((replaced.Headers.ETag, read.Headers.ETag), (unchanged.Headers.ETag, patched.Headers.ETag));
        await api.Problem(HttpStatusCode.NotFound, "/v1/collections/life");
        await api.DeleteCollection("life").ShouldBeProblem(HttpStatusCode.NotFound);

        var log = (await api.Json($"/v1/changes?after={start}"))["items"]!.AsArray();
        Assert.Equal(
            [(start + 1, "collection", "life", "published"), (start + 2, "collection", "life", "updated"), (start + 3, "collection", "life", "updated"), (start + 4, "collection", "life", "deleted")],
            log.Select(change => ((long)change!["revision"]!, (string)change["kind"]!, (string)change["slug"]!, (string)change["operation"]!)));
        Assert.All(log, change => Assert.Equal((string)saved["id"]!, (string)change!["id"]!));
        Assert.Equal(["collection.deleted", "collection.saved", "collection.saved", "collection.saved"], (await api.Json("/v1/audit?slug=life"))["items"].Strings("action"));
    }

    [Fact]
    public async Task Preconditions_protect_against_lost_updates()
    {
        await api.PublishStories("pre-1", "pre-2");
        var etag = await api.CreateCollection("pre", "pre-1", "pre-2");
        var document = CollectionClient.Document("Title of pre", "pre-2", "pre-1");

        await api.PutCollection("pre", document).ShouldBeProblem(HttpStatusCode.PreconditionRequired);
        await api.PutCollection("unborn", document, ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        var exists = await api.PutCollection("pre", document, ("If-None-Match", "*")).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal($"The collection 'pre' already exists. To replace it, send If-Match with its ETag {etag}, instead of If-None-Match.", (string)exists["detail"]!);
        await api.Write(HttpMethod.Patch, "/v1/collections/pre", new JsonObject()).ShouldBeProblem(HttpStatusCode.PreconditionRequired);

        // Only the order changes, which `GET /v1/collections/pre` does not show.
        await api.PutCollection("pre", document, ("If-Match", etag)).ShouldBe(HttpStatusCode.OK);
        using var stale = await api.PatchCollection("pre", new JsonObject { ["title"] = "Mine" }, etag);
        await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal((await api.Get("/v1/collections/pre")).Headers.ETag, stale.Headers.ETag);
        await api.PutCollection("pre", document, ("If-Match", etag)).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        await api.DeleteCollection("pre", ("If-Match", etag)).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        await api.DeleteCollection("pre", ("If-Match", stale.Headers.ETag!.Tag)).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_renamed_collection_redirects_from_its_former_slug()
    {
        await api.PublishStories("moved-1");
        var etag = await api.CreateCollection("moved", "moved-1");
        await api.CreateCollection("taken", "moved-1");
        var start = await Revision();

        await Rename("moved", "taken").ShouldBeProblem(HttpStatusCode.Conflict);
        await Rename("moved", "Not A Slug").ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        await Rename("moved", "moved-on", ("If-Match", "\"stale\"")).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        using var renamed = await Rename("moved", "moved-on", ("If-Match", etag));
        using var current = await api.Get("/v1/collections/moved-on");
        Assert.Equal((HttpStatusCode.OK, current.Headers.ETag), (renamed.StatusCode, renamed.Headers.ETag));
        Assert.NotEqual(etag, current.Headers.ETag!.Tag);
        await Rename("moved-on", "moved-on").ShouldBe(HttpStatusCode.OK);

        foreach (var path in new[] { "/v1/collections/moved", "/v1/collections/moved?include=stories", "/v1/collections/moved/stories?limit=2" })
        {
            using var redirect = await api.Get(path);
            Assert.Equal((HttpStatusCode.PermanentRedirect, path.Replace("/moved", "/moved-on", StringComparison.Ordinal)), (redirect.StatusCode, redirect.Headers.Location!.ToString()));
        }

        var change = Assert.Single((await api.Json($"/v1/changes?after={start}"))["items"]!.AsArray())!;
        Assert.Equal(("collection", "renamed", "moved-on", "moved"), ((string)change["kind"]!, (string)change["operation"]!, (string)change["slug"]!, (string)change["previousSlug"]!));
        Assert.Equal("collection.renamed", (string)(await api.Json("/v1/audit?slug=moved"))["items"]![0]!["action"]!);

        var document = CollectionClient.Document("Title of moved", "moved-1");
        await api.PutCollection("moved", document, ("If-None-Match", "*")).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        await api.PutCollection("moved", document, ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.Conflict);
        await api.PatchCollection("moved", new JsonObject { ["title"] = "Mine" }).ShouldBeProblem(HttpStatusCode.Conflict);
        await api.DeleteCollection("moved").ShouldBeProblem(HttpStatusCode.Conflict);
        await Rename("moved", "elsewhere").ShouldBeProblem(HttpStatusCode.Conflict);
        await Rename("taken", "moved").ShouldBeProblem(HttpStatusCode.Conflict);
        await Rename("nowhere", "elsewhere").ShouldBeProblem(HttpStatusCode.NotFound);

        await Rename("moved-on", "moved").ShouldBe(HttpStatusCode.OK); // a collection can have its former slug again
        Assert.Equal("moved", (string)(await api.Json("/v1/collections/moved"))["slug"]!);
        await api.DeleteCollection("moved").ShouldBe(HttpStatusCode.NoContent);
        await api.CreateCollection("moved-on", "moved-1");

        Task<HttpResponseMessage> Rename(string slug, string newSlug, params (string, string)[] headers) =>
            api.Write(HttpMethod.Post, $"/v1/collections/{slug}/rename", new JsonObject { ["slug"] = newSlug }, headers);
    }

    [Fact]
    public async Task Invalid_members_are_reported_together_with_their_positions()
    {
        await api.PublishStories("fault-1", "fault-2");
        await api.Rename("fault-2", "fault-two").ShouldBe(HttpStatusCode.OK);
        var document = CollectionClient.Document("", "fault-1", "nobody-wrote-it", "fault-two", "fault-1", "Not A Slug", "fault-2");
        document["dek"] = new string('x', 2001);
        document["image"] = new JsonObject { ["url"] = "ftp://images.test/x.jpg" };

        var problem = await api.PutCollection("faulty", document, ("If-None-Match", "*")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["dek", "image.url", "stories[1]", "stories[3]", "stories[4]", "stories[5]", "title"], problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
        Assert.Equal("must be the slug of a story or draft. There is none with the slug 'nobody-wrote-it'.", (string)problem["errors"]!["stories[1]"]![0]!);
        Assert.Equal("must not repeat a story. stories[0] is the same story.", (string)problem["errors"]!["stories[3]"]![0]!);
        Assert.Equal("must not repeat a story. stories[2] is the same story.", (string)problem["errors"]!["stories[5]"]![0]!);
        await api.Problem(HttpStatusCode.NotFound, "/v1/collections/faulty");
    }

    [Fact]
    public async Task A_collection_has_at_most_500_stories()
    {
        var slugs = Enumerable.Range(1, 501).Select(n => $"much-{n}").ToArray();
        foreach (var chunk in slugs.Chunk(100))
        {
            await api.PublishStories(chunk);
        }

        var problem = await api.PutCollection("much", CollectionClient.Document("Much", slugs), ("If-None-Match", "*")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["stories"], problem["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal(500, (int)(await api.PutCollection("much", CollectionClient.Document("Much", slugs[1..]), ("If-None-Match", "*")).ShouldBe(HttpStatusCode.Created))["storyCount"]!);
    }

    [Theory]
    [InlineData("title")]
    [InlineData("dek")]
    [InlineData("image")]
    [InlineData("stories")]
    public async Task Put_requires_every_member(string member)
    {
        var document = CollectionClient.Document("Whole");
        document.Remove(member);

        var problem = await api.PutCollection("whole", document, ("If-None-Match", "*")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);

        Assert.Equal("is required. To change only some members, send PATCH.", (string)Assert.Single(problem["errors"]![member]!.AsArray())!);
        Assert.Single(problem["errors"]!.AsObject());
    }

    [Fact]
    public async Task A_patch_changes_only_its_members()
    {
        await api.PublishStories("patch-1", "patch-2");
        var full = JsonNode.Parse("""{"title":"Patched","dek":"Before.","image":{"url":"https://images.test/x.jpg","alt":"X"},"stories":["patch-1","patch-2"]}""")!;
        await api.PutCollection("patched", full, ("If-None-Match", "*")).ShouldBe(HttpStatusCode.Created);
        await api.Withdraw("patch-1").ShouldBe(HttpStatusCode.OK);
        var start = await Revision();

        var unchanged = await api.PatchCollection("patched", new JsonObject()).ShouldBe(HttpStatusCode.OK);
        Assert.Equal(start, await Revision());
        Assert.Equal((1, """["patch-1","patch-2"]"""), ((int)unchanged["storyCount"]!, unchanged["stories"]!.ToJsonString()));

        var patched = await api.PatchCollection("patched", JsonNode.Parse("""{"dek":null,"image":{"alt":null},"title":" New <!-- secret --> "}""")!).ShouldBe(HttpStatusCode.OK);
        Assert.Equal(("New", null, "https://images.test/x.jpg", null), ((string)patched["title"]!, (string?)patched["dek"], (string)patched["image"]!["url"]!, (string?)patched["image"]!["alt"]));
        Assert.Equal("""["patch-1","patch-2"]""", patched["stories"]!.ToJsonString());
        Assert.Equal("""["patch-2"]""", (await api.SetStories("patched", "patch-2"))["stories"]!.ToJsonString());

        var removed = await api.PatchCollection("patched", JsonNode.Parse("""{"title":null,"stories":null}""")!).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["stories", "title"], removed["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
        await api.PatchCollection("patched", JsonNode.Parse("""{"storys":[]}""")!).ShouldBeProblem(HttpStatusCode.BadRequest);
        await api.PatchCollection("patched", JsonNode.Parse("""{"stories":[null]}""")!).ShouldBeProblem(HttpStatusCode.BadRequest);
        await api.PatchCollection("unpatched", new JsonObject()).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_draft_can_be_a_member_before_it_is_published_and_leaves_when_it_is_deleted()
    {
        await api.CreateDraft("series-1");
        await api.CreateDraft("series-2");
        await api.CreateCollection("series", "series-1", "series-2");
        Assert.Empty(await api.VisibleStories("series"));

        await api.PublishDraft("series-2");
        await api.PublishDraft("series-1");
        Assert.Equal(["series-1", "series-2"], await api.VisibleStories("series"));

        await api.Withdraw("series-1").ShouldBe(HttpStatusCode.OK);
        await api.PutCollection("series", CollectionClient.Document("Kept", "series-1", "series-2"), ("If-Match", "*")).ShouldBe(HttpStatusCode.OK);
        await api.Write(HttpMethod.Delete, "/v1/drafts/series-1", body: null).ShouldBe(HttpStatusCode.NoContent);
        Assert.Equal("""["series-2"]""", (await api.PatchCollection("series", new JsonObject()).ShouldBe(HttpStatusCode.OK))["stories"]!.ToJsonString());
    }

    [Fact]
    public async Task A_former_slug_stands_for_the_renamed_story()
    {
        await api.PublishStories("old-name");
        await api.Rename("old-name", "new-name").ShouldBe(HttpStatusCode.OK);

        var created = await api.PutCollection("renamed", CollectionClient.Document("Renamed", "old-name"), ("If-None-Match", "*")).ShouldBe(HttpStatusCode.Created);

        Assert.Equal("""["new-name"]""", created["stories"]!.ToJsonString());
        Assert.Equal(["new-name"], await api.VisibleStories("renamed"));
    }

    [Fact]
    public async Task A_change_of_a_story_invalidates_exactly_the_collections_that_contain_it()
    {
        await api.PublishStories("tag-1", "tag-2", "tag-3");
        await api.CreateCollection("tags-a", "tag-1", "tag-2");
        await api.CreateCollection("tags-b", "tag-2");
        string[] none = [], first = ["collection:tags-a", "collections"], both = ["collection:tags-a", "collection:tags-b", "collections"];

        Assert.Equal(first, await TagsOf(() => api.Rename("tag-1", "tag-one").ShouldBe(HttpStatusCode.OK)));
        Assert.Equal(both, await TagsOf(() => api.Withdraw("tag-2").ShouldBe(HttpStatusCode.OK)));
        Assert.Equal(none, await TagsOf(() => api.Withdraw("tag-3").ShouldBe(HttpStatusCode.OK)));
        Assert.Equal(both, await TagsOf(() => api.PublishDraft("tag-2")));
        Assert.Equal(first, await TagsOf(() => api.Import(("x.md", "---\ntitle: Updated\nslug: tag-one\n---\nNew text."))));
        Assert.Equal(["collection:tags-b", "collections"], await TagsOf(() => api.SetStories("tags-b", "tag-one")));
    }

    [Fact]
    public async Task Of_fifty_concurrent_replacements_one_succeeds()
    {
        var etag = await api.CreateCollection("contested");

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => api.PutCollection("contested", CollectionClient.Document($"Title {n}"), ("If-Match", etag))));

        Assert.Equal([(HttpStatusCode.OK, 1), (HttpStatusCode.PreconditionFailed, 49)], responses.CountBy(response => response.StatusCode).Select(count => (count.Key, count.Value)).Order());
    }

    [Fact]
    public async Task An_invalid_slug_returns_400() =>
        await api.PutCollection("Not_A_Slug", CollectionClient.Document("X"), ("If-None-Match", "*")).ShouldBeProblem(HttpStatusCode.BadRequest);

    /// <summary>Makes a change and returns its cache tags of collections.</summary>
    private async Task<IEnumerable<string>> TagsOf(Func<Task> change)
    {
        var before = await Revision();
        await change();
        await using var database = new NpgsqlConnection(api.ConnectionString);
        return (await database.QueryAsync<string>("select distinct unnest(cache_tags) from library_change where revision > @before", new { before }))
            .Where(tag => tag.StartsWith("collection", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    private async Task<long> Revision() => (long)(await api.Json("/v1/revision"))["revision"]!;
}
