using System.Net;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Newsroom.Publications;

public sealed class PublicationTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task Publishing_makes_a_version_live_and_an_older_version_rolls_back()
    {
        var etag = await api.CreateDraft("live", NewsroomClient.Document("First"));
        var published = await api.PublishDraft("live");
        await api.ReplaceDraft("live", NewsroomClient.Document("Second"), etag);
        Assert.Equal(("First", "changed"), ((string)(await api.Json("/v1/stories/live"))["title"]!, await api.GetState("live")));

        var second = await api.PublishDraft("live", 2);
        Assert.Equal("Second", (string)(await api.Json("/v1/stories/live"))["title"]!);
        var rollback = await api.PublishDraft("live", 1);

        Assert.Equal("First", (string)(await api.Json("/v1/stories/live"))["title"]!);
        Assert.Equal(((long)published["revision"]! + 1, (long)published["revision"]! + 2), ((long)second["revision"]!, (long)rollback["revision"]!));
        Assert.Equal(("published", "published", "changed"), ((string)published["state"]!, (string)second["state"]!, (string)rollback["state"]!));
    }

    [Fact]
    public async Task Publishing_the_live_version_changes_nothing()
    {
        await api.CreateDraft("again");
        var first = await api.PublishDraft("again");
        var story = await api.Json("/v1/stories/again");

        var second = await api.PublishDraft("again");

        Assert.Equal((long)first["revision"]!, (long)(await api.Json("/v1/revision"))["revision"]!);
        Assert.True((long)second["revision"]! >= (long)first["revision"]!);
        Assert.Equal((string)story["updatedAt"]!, (string)(await api.Json("/v1/stories/again"))["updatedAt"]!);
    }

    [Fact]
    public async Task Invalid_publications_return_the_reason()
    {
        await api.CreateDraft("impossible");
        var later = NewsroomClient.Document("Later");
        later["publishedAt"] = "2999-01-01T00:00:00Z";
        await api.CreateDraft("impossible-later", later);

        Assert.Contains("1 to 1", (string)(await api.SendPublish("impossible", 2).ShouldBeProblem(HttpStatusCode.UnprocessableEntity))["detail"]!, StringComparison.Ordinal);
        Assert.Contains("/schedule", (string)(await api.SendPublish("impossible-later", 1).ShouldBeProblem(HttpStatusCode.UnprocessableEntity))["detail"]!, StringComparison.Ordinal);
        await api.SendPublish("not-there", 1).ShouldBeProblem(HttpStatusCode.NotFound);
        await api.Write(HttpMethod.Put, "/v1/drafts/impossible/publication", new JsonObject(), ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        await api.Write(HttpMethod.Put, "/v1/drafts/impossible/publication", new JsonObject { ["version"] = 0 }, ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        await api.Write(HttpMethod.Put, "/v1/drafts/impossible/publication", new JsonObject { ["version"] = 1, ["at"] = "2990-01-01T00:00:00Z" }, ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.BadRequest);
        await api.Problem(HttpStatusCode.NotFound, "/v1/stories/impossible");
    }

    [Fact]
    public async Task Publishing_requires_the_entity_tag_of_the_draft()
    {
        var first = await api.CreateDraft("guarded-publication", NewsroomClient.Document("First"));
        var current = await api.ReplaceDraft("guarded-publication", NewsroomClient.Document("Second"), first);
        var url = "/v1/drafts/guarded-publication/publication";

        using var without = await api.Write(HttpMethod.Put, url, new JsonObject());
        using var stale = await api.Write(HttpMethod.Put, url, new JsonObject(), ("If-Match", first));
        var required = await without.ShouldBeProblem(HttpStatusCode.PreconditionRequired);
        await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        await api.Write(HttpMethod.Put, url, new JsonObject { ["version"] = 1 }, ("If-Match", "x")).ShouldBeProblem(HttpStatusCode.BadRequest);
        await api.Problem(HttpStatusCode.NotFound, "/v1/stories/guarded-publication");

        Assert.Equal((current, current), (without.Headers.ETag!.Tag, stale.Headers.ETag!.Tag));
        Assert.Contains(current, (string)required["detail"]!, StringComparison.Ordinal);
        await api.SendPublish("guarded-publication", 2, current).ShouldBe(HttpStatusCode.OK);
        await api.Schedule("guarded-publication", 1, TimeProvider.System.GetUtcNow().AddDays(1), current).ShouldBe(HttpStatusCode.Created);
        await api.SendPublish("guarded-publication", 1, current).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task A_withdrawn_story_returns_410_with_its_reason_and_can_be_republished()
    {
        var document = NewsroomClient.Document("Taken Back");
        document["topics"] = new JsonArray("Retreat");
        await api.CreateDraft("taken-back", document);
        await api.PublishDraft("taken-back");
        var before = await api.Json("/v1/stories/taken-back");

        await api.Withdraw("taken-back", "The source took it back.").ShouldBe(HttpStatusCode.OK);

        foreach (var url in new[] { "/v1/stories/taken-back", "/v1/stories/taken-back/takeaways", "/v1/stories/taken-back/recommendations", "/v1/stories/taken-back/recommendations/explain?story=x" })
        {
            Assert.Contains("The source took it back.", (string)(await api.Problem(HttpStatusCode.Gone, url))["detail"]!, StringComparison.Ordinal);
        }

        Assert.Empty((await api.Json("/v1/stories?topic=retreat"))["items"]!.AsArray());
        Assert.Equal(410, (int)(await api.Json("/v1/story-batch?slugs=taken-back"))["missing"]![0]!["status"]!);
        await api.Withdraw("taken-back").ShouldBeProblem(HttpStatusCode.Conflict);

        await api.PublishDraft("taken-back");
        var after = await api.Json("/v1/stories/taken-back");
        Assert.Equal(((string)before["id"]!, (string)before["publishedAt"]!), ((string)after["id"]!, (string)after["publishedAt"]!));
    }

    [Fact]
    public async Task A_renamed_story_redirects_from_its_former_slug()
    {
        var etag = await api.CreateDraft("old-name");
        await api.PublishDraft("old-name");
        var before = (long)(await api.Json("/v1/revision"))["revision"]!;

        await api.Rename("old-name", "new-name").ShouldBe(HttpStatusCode.OK);

        using var storyRedirect = await api.Get("/v1/stories/old-name?body=html");
        Assert.Equal((HttpStatusCode.PermanentRedirect, "/v1/stories/new-name?body=html"), (storyRedirect.StatusCode, storyRedirect.Headers.Location?.ToString()));
        using var draftRedirect = await api.Get("/v1/drafts/old-name");
        Assert.Equal((HttpStatusCode.PermanentRedirect, "/v1/drafts/new-name"), (draftRedirect.StatusCode, draftRedirect.Headers.Location?.ToString()));
        foreach (var path in new[] { "drafts/old-name/versions", "drafts/old-name/versions/1", "drafts/old-name/versions/1/preview", "drafts/old-name/versions/1/diff", "stories/old-name/recommendations/explain?story=x" })
        {
            using var redirect = await api.Get($"/v1/{path}");
            Assert.Equal((HttpStatusCode.PermanentRedirect, $"/v1/{path.Replace("old", "new", StringComparison.Ordinal)}"), (redirect.StatusCode, redirect.Headers.Location?.ToString()));
        }

        await api.Problem(HttpStatusCode.NotFound, "/v1/drafts/old-name/versions/0/diff");

        Assert.Equal("new-name", (string)(await api.Json("/v1/stories/new-name"))["slug"]!);
        Assert.Equal(before + 1, (long)(await api.Json("/v1/revision"))["revision"]!);
        await api.SendReplace("old-name", NewsroomClient.Document("x"), etag).ShouldBeProblem(HttpStatusCode.Conflict);
        using var exists = await api.SendCreate("old-name", NewsroomClient.Document("x"));
        var problem = await exists.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal(etag, exists.Headers.ETag!.Tag);
        Assert.Equal($"The draft 'new-name' already exists: it was renamed. To replace it, send PUT /v1/drafts/new-name with If-Match and its ETag {etag}, instead of If-None-Match.", (string)problem["detail"]!);
        await api.SendPublish("old-name", 1).ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Withdraw("old-name").ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Rename("old-name", "third-name").ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Write(HttpMethod.Delete, "/v1/drafts/old-name", body: null).ShouldBeProblem(HttpStatusCode.Conflict);

        await api.Rename("new-name", "old-name").ShouldBe(HttpStatusCode.OK); // restores the former slug
        await api.Json("/v1/stories/old-name");
        Assert.Equal(HttpStatusCode.PermanentRedirect, (await api.Get("/v1/stories/new-name")).StatusCode);

        await api.CreateDraft("occupied");
        await api.Rename("occupied", "new-name").ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Rename("occupied", "old-name").ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Rename("occupied", "No Slug").ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        await api.Rename("not-there", "free-name").ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_former_slug_of_a_withdrawn_story_returns_410_until_it_is_republished()
    {
        await api.CreateDraft("first-name");
        await api.PublishDraft("first-name");
        await api.Rename("first-name", "last-name").ShouldBe(HttpStatusCode.OK);
        await api.Withdraw("last-name").ShouldBe(HttpStatusCode.OK);
        await api.Problem(HttpStatusCode.Gone, "/v1/stories/first-name");
        await api.Problem(HttpStatusCode.Gone, "/v1/stories/last-name");

        await api.PublishDraft("last-name");
        Assert.Equal(HttpStatusCode.PermanentRedirect, (await api.Get("/v1/stories/first-name")).StatusCode);
    }

    [Fact]
    public async Task Takeaways_of_a_story_follow_its_rename()
    {
        var document = NewsroomClient.Document("Renamed with Lessons");
        document["takeaways"] = new JsonArray(new JsonObject { ["statement"] = "Names are quillwork." });
        await api.CreateDraft("renamed-lessons", document);
        await api.PublishDraft("renamed-lessons");
        string[] urls = ["/v1/takeaways?story=renamed-lessons", "/v1/takeaways?story=lessons-renamed", "/v1/takeaways?story=renamed-lessons&q=quillwork", "/v1/takeaways?story=lessons-renamed&q=quillwork"];
        foreach (var url in urls)
        {
            await api.Json(url); // stores the response in the cache
        }

        await api.Rename("renamed-lessons", "lessons-renamed").ShouldBe(HttpStatusCode.OK);
        foreach (var url in urls)
        {
            Assert.Equal("lessons-renamed", (string)(await api.Json(url))["items"]!.AsArray().Single()!["story"]!["slug"]!);
        }

        await api.Withdraw("lessons-renamed").ShouldBe(HttpStatusCode.OK);
        foreach (var url in urls)
        {
            Assert.Empty((await api.Json(url))["items"]!.AsArray());
        }
    }

    [Fact]
    public async Task A_batch_by_id_finds_a_story_after_its_rename_and_reports_its_withdrawal()
    {
        await api.CreateDraft("found-by-id");
        await api.PublishDraft("found-by-id");
        var id = (string)(await api.Json("/v1/stories/found-by-id"))["id"]!;

        await api.Rename("found-by-id", "still-found-by-id").ShouldBe(HttpStatusCode.OK);
        Assert.Equal(["still-found-by-id"], (await api.Json($"/v1/story-batch?ids={id}"))["items"].Strings("slug"));
        await api.Withdraw("still-found-by-id").ShouldBe(HttpStatusCode.OK);
        Assert.Equal($$"""[{"slug":null,"id":"{{id}}","status":410}]""", (await api.Json($"/v1/story-batch?ids={id}"))["missing"]!.ToJsonString());
        await api.PublishDraft("still-found-by-id");
        Assert.Equal(["still-found-by-id"], (await api.Json($"/v1/story-batch?ids={id}"))["items"].Strings("slug"));
    }

    [Fact]
    public async Task Saving_during_a_publication_does_not_hide_the_draft()
    {
        var etag = await api.CreateDraft("busy");
        using var done = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            for (var n = 0; !done.IsCancellationRequested; n++)
            {
                etag = await api.ReplaceDraft("busy", NewsroomClient.Document($"Busy {n}"), etag);
            }
        });

        for (var n = 0; n < 40; n++)
        {
            await api.PublishDraft("busy", etag: "*"); // the draft changes all the time
            await api.Withdraw("busy").ShouldBe(HttpStatusCode.OK);
        }

        await done.CancelAsync();
        await writer;
    }

    [Fact]
    public async Task Unpublished_slugs_stay_private_and_slugs_of_deleted_stories_can_be_reused()
    {
        await api.CreateDraft("working-title");
        await api.Rename("working-title", "good-title").ShouldBe(HttpStatusCode.OK);
        await api.PublishDraft("good-title");
        await api.Problem(HttpStatusCode.NotFound, "/v1/stories/working-title");

        await api.CreateDraft("reused");
        await api.PublishDraft("reused");
        await api.Withdraw("reused").ShouldBe(HttpStatusCode.OK);
        await api.Write(HttpMethod.Delete, "/v1/drafts/reused", body: null).ShouldBe(HttpStatusCode.NoContent);
        await api.CreateDraft("reused");
        await api.Rename("reused", "reused-renamed").ShouldBe(HttpStatusCode.OK);
        await api.PublishDraft("reused-renamed");
        Assert.Equal([410], (await api.Json("/v1/story-batch?slugs=reused,reused-renamed"))["missing"]!.AsArray().Select(missing => (int)missing!["status"]!));
    }

    [Theory]
    [InlineData("a|b\n|", " ", "x")]
    [InlineData("a|b\n", "-", "x")]
    [InlineData("## ", "1 ", "x")]
    [InlineData("", "*_\n\n", "x")]
    [InlineData("", "[a](\n\n", "x")]
    [InlineData("", "> > ![a](<\n\n", "x")]
    public async Task A_body_that_is_expensive_to_parse_can_be_published(string before, string repeated, string after)
    {
        var slug = $"slow-{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(before + repeated))}";
        await api.CreateDraft(slug, NewsroomClient.Document("Slow", before + string.Concat(Enumerable.Repeat(repeated, 450_000 / repeated.Length)) + after));

        await api.PublishDraft(slug);

        await api.Json($"/v1/stories/{slug}?body=text");
    }

    [Theory]
    [InlineData("*_", "line 3 of the body: a paragraph can have at most 1,000 runs")]
    [InlineData("[a](", "line 3 of the body: a paragraph has too many unclosed links")]
    [InlineData("![a](<", "line 3 of the body: a paragraph has too many unclosed links")]
    [InlineData("> ", "line 3 of the body: quotes and lists can be nested at most 16 levels deep")]
    public async Task A_body_over_a_limit_returns_422_with_its_line(string repeated, string limit)
    {
        var problem = await api.SendCreate("exceeding", NewsroomClient.Document("Exceeding", $"A paragraph.\n\n{string.Concat(Enumerable.Repeat(repeated, 450_000 / repeated.Length))}x"))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity);

        Assert.StartsWith(limit, (string)problem["errors"]!["body"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_story_cannot_recommend_its_own_former_slug()
    {
        var document = NewsroomClient.Document("Circular");
        document["recommendations"] = new JsonArray(new JsonObject { ["slug"] = "circular-once" });
        await api.CreateDraft("circular-once");
        await api.Rename("circular-once", "circular").ShouldBe(HttpStatusCode.OK);
        await api.ReplaceDraft("circular", document, "*");

        Assert.Contains("recommends its own story", (string)(await api.SendPublish("circular", 2).ShouldBeProblem(HttpStatusCode.UnprocessableEntity))["detail"]!, StringComparison.Ordinal);
    }
}
