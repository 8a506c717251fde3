using System.Net;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Newsroom.Publications;

public sealed class PublicationTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task Publishing_makes_one_version_live_as_one_revision_and_an_older_one_is_a_way_back()
    {
        var etag = await api.Created("live", NewsroomClient.Document("First"));
        var published = await api.Published("live");
        await api.Replaced("live", NewsroomClient.Document("Second"), etag);
        Assert.Equal(("First", "changed"), ((string)(await api.Json("/v1/stories/live"))["title"]!, await api.State("live")));

        var second = await api.Published("live", 2);
        Assert.Equal("Second", (string)(await api.Json("/v1/stories/live"))["title"]!);
        var back = await api.Published("live", 1);

        Assert.Equal("First", (string)(await api.Json("/v1/stories/live"))["title"]!);
        Assert.Equal(((long)published["revision"]! + 1, (long)published["revision"]! + 2), ((long)second["revision"]!, (long)back["revision"]!));
        Assert.Equal(("published", "published", "changed"), ((string)published["state"]!, (string)second["state"]!, (string)back["state"]!));
    }

    [Fact]
    public async Task Publishing_what_is_live_changes_nothing()
    {
        await api.Created("again");
        var first = await api.Published("again");
        var story = await api.Json("/v1/stories/again");

        var second = await api.Published("again");

        Assert.Equal((long)first["revision"]!, (long)(await api.Json("/v1/revision"))["revision"]!);
        Assert.True((long)second["revision"]! >= (long)first["revision"]!);
        Assert.Equal((string)story["updatedAt"]!, (string)(await api.Json("/v1/stories/again"))["updatedAt"]!);
    }

    [Fact]
    public async Task What_cannot_be_published_says_why()
    {
        await api.Created("impossible");
        var later = NewsroomClient.Document("Later");
        later["publishedAt"] = "2999-01-01T00:00:00Z";
        await api.Created("impossible-later", later);

        Assert.Contains("1 to 1", (string)(await api.Publish("impossible", 2).ShouldBeProblem(HttpStatusCode.UnprocessableEntity))["detail"]!, StringComparison.Ordinal);
        Assert.Contains("/schedule", (string)(await api.Publish("impossible-later", 1).ShouldBeProblem(HttpStatusCode.UnprocessableEntity))["detail"]!, StringComparison.Ordinal);
        await api.Publish("not-there", 1).ShouldBeProblem(HttpStatusCode.NotFound);
        await api.Write(HttpMethod.Put, "/v1/drafts/impossible/publication", new JsonObject()).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        await api.Write(HttpMethod.Put, "/v1/drafts/impossible/publication", new JsonObject { ["version"] = 0 }).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        await api.Write(HttpMethod.Put, "/v1/drafts/impossible/publication", new JsonObject { ["version"] = 1, ["at"] = "2990-01-01T00:00:00Z" }).ShouldBeProblem(HttpStatusCode.BadRequest);
        await api.Problem(HttpStatusCode.NotFound, "/v1/stories/impossible");
    }

    [Fact]
    public async Task A_withdrawn_story_is_410_everywhere_with_its_reason_and_can_come_back()
    {
        var document = NewsroomClient.Document("Taken Back");
        document["topics"] = new JsonArray("Retreat");
        await api.Created("taken-back", document);
        await api.Published("taken-back");
        var before = await api.Json("/v1/stories/taken-back");

        await api.Withdraw("taken-back", "The source took it back.").ShouldBe(HttpStatusCode.OK);

        foreach (var address in new[] { "/v1/stories/taken-back", "/v1/stories/taken-back/takeaways", "/v1/stories/taken-back/recommendations", "/v1/stories/taken-back/recommendations/explain?story=x" })
        {
            Assert.Contains("The source took it back.", (string)(await api.Problem(HttpStatusCode.Gone, address))["detail"]!, StringComparison.Ordinal);
        }

        Assert.Empty((await api.Json("/v1/stories?topic=retreat"))["items"]!.AsArray());
        Assert.Equal(410, (int)(await api.Json("/v1/stories:batch?slugs=taken-back"))["missing"]![0]!["status"]!);
        await api.Withdraw("taken-back").ShouldBeProblem(HttpStatusCode.Conflict);

        await api.Published("taken-back");
        var after = await api.Json("/v1/stories/taken-back");
        Assert.Equal(((string)before["id"]!, (string)before["publishedAt"]!), ((string)after["id"]!, (string)after["publishedAt"]!));
    }

    [Fact]
    public async Task A_rename_acts_at_once_and_the_old_name_leads_to_the_new_one()
    {
        var etag = await api.Created("old-name");
        await api.Published("old-name");
        var before = (long)(await api.Json("/v1/revision"))["revision"]!;

        await api.Rename("old-name", "new-name").ShouldBe(HttpStatusCode.OK);

        using var moved = await api.Get("/v1/stories/old-name?body=html");
        Assert.Equal((HttpStatusCode.PermanentRedirect, "/v1/stories/new-name?body=html"), (moved.StatusCode, moved.Headers.Location?.ToString()));
        using var draft = await api.Get("/v1/drafts/old-name");
        Assert.Equal((HttpStatusCode.PermanentRedirect, "/v1/drafts/new-name"), (draft.StatusCode, draft.Headers.Location?.ToString()));
        foreach (var path in new[] { "drafts/old-name/versions", "drafts/old-name/versions/1", "drafts/old-name/versions/1/preview", "drafts/old-name/versions/1/diff", "stories/old-name/recommendations/explain?story=x" })
        {
            using var below = await api.Get($"/v1/{path}");
            Assert.Equal((HttpStatusCode.PermanentRedirect, $"/v1/{path.Replace("old", "new", StringComparison.Ordinal)}"), (below.StatusCode, below.Headers.Location?.ToString()));
        }

        await api.Problem(HttpStatusCode.NotFound, "/v1/drafts/old-name/versions/0/diff");

        Assert.Equal("new-name", (string)(await api.Json("/v1/stories/new-name"))["slug"]!);
        Assert.Equal(before + 1, (long)(await api.Json("/v1/revision"))["revision"]!);
        await api.Replace("old-name", NewsroomClient.Document("x"), etag).ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Create("old-name", NewsroomClient.Document("x")).ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Publish("old-name", 1).ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Withdraw("old-name").ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Rename("old-name", "third-name").ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Write(HttpMethod.Delete, "/v1/drafts/old-name", body: null).ShouldBeProblem(HttpStatusCode.Conflict);

        await api.Rename("new-name", "old-name").ShouldBe(HttpStatusCode.OK); // renames it back
        await api.Json("/v1/stories/old-name");
        Assert.Equal(HttpStatusCode.PermanentRedirect, (await api.Get("/v1/stories/new-name")).StatusCode);

        await api.Created("occupied");
        await api.Rename("occupied", "new-name").ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Rename("occupied", "old-name").ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Rename("occupied", "No Slug").ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        await api.Rename("not-there", "free-name").ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_old_name_of_a_withdrawn_story_is_410_too_and_leads_on_again_when_it_is_back()
    {
        await api.Created("first-name");
        await api.Published("first-name");
        await api.Rename("first-name", "last-name").ShouldBe(HttpStatusCode.OK);
        await api.Withdraw("last-name").ShouldBe(HttpStatusCode.OK);
        await api.Problem(HttpStatusCode.Gone, "/v1/stories/first-name");
        await api.Problem(HttpStatusCode.Gone, "/v1/stories/last-name");

        await api.Published("last-name");
        Assert.Equal(HttpStatusCode.PermanentRedirect, (await api.Get("/v1/stories/first-name")).StatusCode);
    }

    [Fact]
    public async Task An_editor_who_saves_meanwhile_does_not_hide_the_draft_from_its_publication()
    {
        var etag = await api.Created("busy");
        using var done = new CancellationTokenSource();
        var saving = Task.Run(async () =>
        {
            for (var n = 0; !done.IsCancellationRequested; n++)
            {
                etag = await api.Replaced("busy", NewsroomClient.Document($"Busy {n}"), etag);
            }
        });

        for (var n = 0; n < 40; n++)
        {
            await api.Published("busy");
            await api.Withdraw("busy").ShouldBe(HttpStatusCode.OK);
        }

        await done.CancelAsync();
        await saving;
    }

    [Fact]
    public async Task A_name_from_before_publication_stays_private_and_one_of_an_erased_story_can_be_used_again()
    {
        await api.Created("working-title");
        await api.Rename("working-title", "good-title").ShouldBe(HttpStatusCode.OK);
        await api.Published("good-title");
        await api.Problem(HttpStatusCode.NotFound, "/v1/stories/working-title");

        await api.Created("reused");
        await api.Published("reused");
        await api.Withdraw("reused").ShouldBe(HttpStatusCode.OK);
        await api.Write(HttpMethod.Delete, "/v1/drafts/reused", body: null).ShouldBe(HttpStatusCode.NoContent);
        await api.Created("reused");
        await api.Rename("reused", "reused-renamed").ShouldBe(HttpStatusCode.OK);
        await api.Published("reused-renamed");
        Assert.Equal([410], (await api.Json("/v1/stories:batch?slugs=reused,reused-renamed"))["missing"]!.AsArray().Select(missing => (int)missing!["status"]!));
    }

    [Theory]
    [InlineData("a|b\n|", " ", "x")]
    [InlineData("a|b\n", "-", "x")]
    [InlineData("## ", "1 ", "x")]
    [InlineData("", "*_\n\n", "x")]
    [InlineData("", "[a](\n\n", "x")]
    [InlineData("", "> > ![a](<\n\n", "x")]
    public async Task A_body_that_is_made_to_be_slow_is_published_like_any_other(string before, string repeated, string after)
    {
        var slug = $"slow-{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(before + repeated))}";
        await api.Created(slug, NewsroomClient.Document("Slow", before + string.Concat(Enumerable.Repeat(repeated, 450_000 / repeated.Length)) + after));

        await api.Published(slug);

        await api.Json($"/v1/stories/{slug}?body=text");
    }

    [Theory]
    [InlineData("*_", "line 3 of the body: a paragraph can have at most 1,000 runs")]
    [InlineData("[a](", "line 3 of the body: a paragraph has too many unclosed links")]
    [InlineData("![a](<", "line 3 of the body: a paragraph has too many unclosed links")]
    [InlineData("> ", "line 3 of the body: quotes and lists can be nested at most 16 levels deep")]
    public async Task A_body_that_exceeds_a_limit_is_refused_with_its_line(string repeated, string limit)
    {
        var problem = await api.Create("exceeding", NewsroomClient.Document("Exceeding", $"A paragraph.\n\n{string.Concat(Enumerable.Repeat(repeated, 450_000 / repeated.Length))}x"))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity);

        Assert.StartsWith(limit, (string)problem["errors"]!["body"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_story_does_not_recommend_itself_by_an_old_name()
    {
        var document = NewsroomClient.Document("Circular");
        document["recommendations"] = new JsonArray(new JsonObject { ["slug"] = "circular-once" });
        await api.Created("circular-once");
        await api.Rename("circular-once", "circular").ShouldBe(HttpStatusCode.OK);
        await api.Replaced("circular", document, "*");

        Assert.Contains("recommend itself", (string)(await api.Publish("circular", 2).ShouldBeProblem(HttpStatusCode.UnprocessableEntity))["detail"]!, StringComparison.Ordinal);
    }
}
