using System.Net;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Newsroom.Topics;

public sealed class TopicWriteTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task Creating_replacing_patching_and_deleting_a_topic_take_one_revision_each()
    {
        var before = await Revision();
        using var created = await Save("new-topic", """{"name":"New Topic"}""", ("If-None-Match", "*"));
        using var read = await api.Get("/v1/topics/new-topic");
        using var replaced = await Save("new-topic", """{"slug":"new-topic","name":"Newer Topic"}""", ("If-Match", read.Headers.ETag!.Tag));
        using var unchanged = await Save("new-topic", """{"name":"Newer Topic"}""", ("If-Match", replaced.Headers.ETag!.Tag));
        var patched = await Patch("new-topic", """{"name":"Newest Topic"}""", ("If-Match", unchanged.Headers.ETag!.Tag)).ShouldBe(HttpStatusCode.OK);

        Assert.Equal((HttpStatusCode.Created, "/v1/topics/new-topic"), (created.StatusCode, created.Headers.Location?.ToString()));
        Assert.Equal(created.Headers.ETag, read.Headers.ETag);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (replaced.StatusCode, unchanged.StatusCode));
        Assert.Equal(patched.ToJsonString(), (await api.Json("/v1/topics/new-topic")).ToJsonString());
        Assert.DoesNotContain("new-topic", (await api.Json("/v1/topics"))["items"].Strings("slug"));
        await api.Write(HttpMethod.Delete, "/v1/topics/new-topic", body: null).ShouldBe(HttpStatusCode.NoContent);
        await api.Problem(HttpStatusCode.NotFound, "/v1/topics/new-topic");
        Assert.Equal(
            [("topic", "published"), ("topic", "updated"), ("topic", "updated"), ("topic", "deleted")],
            (await api.Json($"/v1/changes?after={before}"))["items"]!.AsArray().Select(change => ((string)change!["kind"]!, (string)change["operation"]!)));
        Assert.Equal(
            ["topic.deleted", "topic.saved", "topic.saved", "topic.saved"],
            (await api.Json("/v1/audit?slug=new-topic"))["items"].Strings("action"));
    }

    [Fact]
    public async Task Preconditions_and_validation_apply_to_topics()
    {
        using var created = await Save("ruled", """{"name":"Ruled"}""", ("If-None-Match", "*"));

        await Save("ruled", """{"name":"X"}""", ("If-Match", "\"old\"")).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        await Save("ruled", """{"name":"X"}""").ShouldBeProblem(HttpStatusCode.PreconditionRequired);
        await Save("ruled", """{"name":"X"}""", ("If-None-Match", "*")).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        await Save("ruled", """{"nome":"X"}""", ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.BadRequest);
        foreach (var (body, members) in new[] { ("{}", "name"), ("""{"slug":"other","name":""}""", "name,slug"), ($$"""{"name":"{{new string('x', 101)}}"}""", "name"), ("""{"name":"?!"}""", "name") })
        {
            var problem = await Save("ruled", body, ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
            Assert.Equal(members.Split(','), problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
        }

        await Patch("ruled", """{"name":null}""", ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        await Patch("ruled", """{"name":"X"}""", ("If-Match", "\"old\"")).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        await Patch("ruled", """{"name":"X"}""").ShouldBeProblem(HttpStatusCode.PreconditionRequired);
        await Patch("unruled", """{"name":"X"}""", ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.NotFound);
        Assert.Equal("Ruled", (string)(await api.Json("/v1/topics/ruled"))["name"]!);
    }

    [Fact]
    public async Task A_new_name_is_shown_and_found_everywhere()
    {
        await api.Import(("a.md", "---\ntitle: About Kites\ntopics: [Airborne]\nfounder: kite-maker\n---\nA."));

        await api.SaveNamed("/v1/topics/airborne", "Skyward");

        Assert.Equal("Skyward", (string)(await api.Json("/v1/stories/about-kites"))["topics"]![0]!["name"]!);
        Assert.Equal("Skyward", (string)(await api.Json("/v1/stories?founder=kite-maker&include=topics"))["items"]![0]!["topics"]![0]!["name"]!);
        Assert.Equal("about-kites", (string)(await api.Json("/v1/search?q=skyward"))["items"]![0]!["story"]!["slug"]!);
        Assert.Empty((await api.Json("/v1/search?q=airborne"))["items"]!.AsArray());
        Assert.Equal(["Skyward"], (await api.Json("/v1/suggest?q=skyw"))["items"].Strings("text"));
        Assert.Empty((await api.Json("/v1/suggest?q=airb"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_resource_renamed_while_it_has_no_stories_is_indexed_with_its_next_story()
    {
        await api.Import(("a.md", "---\ntitle: Comes and Goes\ntopics: [Ebb]\nfounder: Ebba Ebb\n---\nA."));
        await api.Withdraw("comes-and-goes").ShouldBe(HttpStatusCode.OK);
        await api.SaveNamed("/v1/topics/ebb", "Tidewater");
        await api.SaveNamed("/v1/founders/ebba-ebb", "Floria Flood");
        await api.PublishDraft("comes-and-goes");

        Assert.Equal(["topic"], (await api.Json("/v1/suggest?q=tidew"))["items"].Strings("type"));
        Assert.Equal(["founder"], (await api.Json("/v1/suggest?q=floria"))["items"].Strings("type"));
        Assert.Equal(["founder", "story"], (await api.Json("/v1/search?q=floria"))["items"].Strings("type").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Delete_returns_409_for_a_topic_with_stories()
    {
        await api.Import(("a.md", "---\ntitle: In Use\ntopics: [Used]\n---\nA."));

        await api.Write(HttpMethod.Delete, "/v1/topics/used", body: null).ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Withdraw("in-use").ShouldBe(HttpStatusCode.OK);
        await api.Write(HttpMethod.Delete, "/v1/topics/used", body: null).ShouldBe(HttpStatusCode.NoContent);
        await api.Write(HttpMethod.Delete, "/v1/topics/used", body: null).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    private Task<HttpResponseMessage> Save(string slug, string json, params (string Name, string Value)[] headers) => api.Write(HttpMethod.Put, $"/v1/topics/{slug}", JsonNode.Parse(json), headers);

    private Task<HttpResponseMessage> Patch(string slug, string json, params (string Name, string Value)[] headers) => api.Write(HttpMethod.Patch, $"/v1/topics/{slug}", JsonNode.Parse(json), headers);

    private async Task<long> Revision() => (long)(await api.Json("/v1/revision"))["revision"]!;
}
