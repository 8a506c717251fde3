using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Tests.Newsroom;

namespace ContentApi.Tests.Syndication.Changes;

public sealed class ChangeTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task List_returns_every_change_in_order_with_its_operation()
    {
        var start = await Revision();
        var document = NewsroomClient.Document("Logged Life");
        document["founder"] = new JsonObject { ["slug"] = "life-logger" };
        document["topics"] = new JsonArray("Logs");
        var etag = await api.CreateDraft("logged-life", document);
        await api.PublishDraft("logged-life");
        document["dek"] = "New.";
        await api.ReplaceDraft("logged-life", document, etag);
        await api.PublishDraft("logged-life", 2);
        await api.Rename("logged-life", "a-logged-life").ShouldBe(HttpStatusCode.OK);
        await api.Withdraw("a-logged-life", "Enough.").ShouldBe(HttpStatusCode.OK);
        await api.Write(HttpMethod.Delete, "/v1/drafts/a-logged-life", body: null).ShouldBe(HttpStatusCode.NoContent);

        var log = await api.Json($"/v1/changes?after={start}");

        Assert.Equal(
            [
                (start + 1, "topic", "logs", "published", null, null), (start + 1, "story", "logged-life", "published", null, null), (start + 1, "founder", "life-logger", "published", null, null),
                (start + 2, "story", "logged-life", "updated", null, null), (start + 3, "story", "a-logged-life", "renamed", "logged-life", null),
                (start + 4, "story", "a-logged-life", "withdrawn", null, "Enough."), (start + 5, "story", "a-logged-life", "deleted", null, null),
            ],
            log["items"]!.AsArray().Select(change => ((long)change!["revision"]!, (string)change["kind"]!, (string)change["slug"]!, (string)change["operation"]!, (string?)change["previousSlug"], (string?)change["reason"])));
        Assert.Equal(start + 5, (long)log["lastRevision"]!);
        Assert.Single(log["items"]!.AsArray().Where(change => (string)change!["kind"]! == "story").Select(change => (string)change!["id"]!).Distinct());
    }

    [Fact]
    public async Task Limit_counts_revisions_and_the_end_of_the_log_is_an_empty_list()
    {
        var start = await Revision();
        await api.Import(("a.md", "---\ntitle: Whole One\nfounder: whole-one\ntopics: [Whole]\n---\nA."), ("b.md", "# Whole Two\n\nB."));

        var first = await api.Json($"/v1/changes?after={start}&limit=1");
        var second = await api.Json($"/v1/changes?after={(string)first["position"]!}&limit=1");
        using var end = await api.Get($"/v1/changes?after={await Revision()}");

        Assert.Equal((start + 1, 3), ((long)first["lastRevision"]!, first["items"]!.AsArray().Count));
        Assert.Equal(["whole-two"], second["items"].Strings("slug"));
        var rest = JsonNode.Parse(await end.Content.ReadAsStringAsync())!;
        Assert.Empty(rest["items"]!.AsArray());
        Assert.Equal(end.Headers.GetValues("Content-Revision").Single(), rest["lastRevision"]!.ToString());
        Assert.Equal(end.Headers.GetValues("Content-Revision").Single(), (string)rest["position"]!);
        Assert.NotNull(end.Headers.ETag);
    }

    [Fact]
    public async Task Include_story_adds_the_current_story()
    {
        var start = await Revision();
        await api.Import(("a.md", "---\ntitle: Comes Along\ntakeaways: [Go.]\n---\nOld."), ("b.md", "# Goes Away\n\nB."));
        await api.Import(("a.md", "---\ntitle: Comes Along\ntakeaways: [Go.]\n---\nNew."));
        await api.Withdraw("goes-away").ShouldBe(HttpStatusCode.OK);

        var items = (await api.Json($"/v1/changes?after={start}&include=story"))["items"]!.AsArray();
        var story = await api.Json("/v1/stories/comes-along");

        Assert.Equal(["comes-along", "goes-away", "comes-along", "goes-away"], items.Select(item => (string)item!["slug"]!));
        Assert.Equal(story.ToJsonString(), items[0]!["story"]!.ToJsonString());
        Assert.Equal(story.ToJsonString(), items[2]!["story"]!.ToJsonString());
        Assert.Null(items[1]!["story"]);
        Assert.Null((await api.Json($"/v1/changes?after={start}"))["items"]![0]!["story"]);
    }

    [Fact]
    public async Task Invalid_parameters_return_400()
    {
        foreach (var query in new[] { "after=-1", "after=x", "after=1-", "after=1-9F3AC2D1", "after=1-9f3ac2d", "after=12345678901234567", "after=%2B1", "after=1.0", "limit=0", "limit=1001", "limit=101&include=story", "include=founder", "cursor=x", "after=1&after=2" })
        {
            await api.Problem(HttpStatusCode.BadRequest, $"/v1/changes?{query}");
        }
    }

    [Theory]
    [InlineData("999999999")]
    [InlineData("999999999-9f3ac2d1")]
    [InlineData("9999999999999999")]
    public async Task A_position_beyond_the_end_of_the_log_returns_410(string after)
    {
        var problem = await api.Problem(HttpStatusCode.Gone, $"/v1/changes?after={after}");

        Assert.Equal("/problems/history-changed", (string)problem["type"]!);
        Assert.Contains("start again with a crawl of GET /v1/stories", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_position_continues_the_log_with_or_without_a_suffix()
    {
        var start = await api.Json("/v1/revision");
        Assert.Equal($"{start["revision"]}", (string)start["position"]!);
        await api.Import(("p.md", "# Positioned\n\nP."));

        foreach (var after in new[] { $"{start["position"]}", $"{start["position"]}-9f3ac2d1", $"{start["position"]}-{new string('a', 64)}", $"00{start["position"]}" })
        {
            Assert.Equal(["positioned"], (await api.Json($"/v1/changes?after={after}&limit=1"))["items"].Strings("slug"));
        }
    }

    [Fact]
    public async Task MinRevision_guarantees_a_minimum_revision()
    {
        await api.CreateDraft("read-your-writes");
        var revision = (long)(await api.PublishDraft("read-your-writes"))["revision"]!;

        using var response = await api.Get($"/v1/stories/read-your-writes?minRevision={revision}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(long.Parse(response.Headers.GetValues("Content-Revision").Single(), null) >= revision);
        using var without = await api.Get("/v1/stories/read-your-writes");
        Assert.Equal(without.Headers.ETag, response.Headers.ETag);

        var beyond = await api.Problem(HttpStatusCode.BadRequest, $"/v1/stories?minRevision={await Revision() + 1}");
        Assert.Equal(["minRevision"], beyond["errors"]!.AsObject().Select(error => error.Key));
        await api.Problem(HttpStatusCode.BadRequest, "/v1/stories?minRevision=x");
        await api.Problem(HttpStatusCode.BadRequest, "/v1/stories?minRevison=1");
    }

    private async Task<long> Revision() => (long)(await api.Json("/v1/revision"))["revision"]!;
}
