using System.Net;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Newsroom.Founders;

public sealed class FounderWriteTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task Creating_replacing_and_deleting_a_founder_take_one_revision_each()
    {
        var before = await Revision();
        using var created = await Save("nora-new", """{"name":"Nora New","bio":"Starts things.","image":null}""", ("If-None-Match", "*"));
        using var read = await api.Get("/v1/founders/nora-new");
        using var replaced = await Save("nora-new", """{"name":"Nora Newer","bio":null,"image":null}""", ("If-Match", read.Headers.ETag!.Tag));
        using var unchanged = await Save("nora-new", """{"name":"Nora Newer","bio":null,"image":null}""", ("If-Match", replaced.Headers.ETag!.Tag));

        Assert.Equal((HttpStatusCode.Created, "/v1/founders/nora-new"), (created.StatusCode, created.Headers.Location?.ToString()));
        Assert.Equal(created.Headers.ETag, read.Headers.ETag);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (replaced.StatusCode, unchanged.StatusCode));
        var founder = await api.Json("/v1/founders/nora-new");
        Assert.Equal(("Nora Newer", null), ((string)founder["name"]!, (string?)founder["bio"]));
        Assert.Equal(before + 2, await Revision());

        await api.Write(HttpMethod.Delete, "/v1/founders/nora-new", body: null).ShouldBe(HttpStatusCode.NoContent);
        await api.Problem(HttpStatusCode.NotFound, "/v1/founders/nora-new");
        await api.Write(HttpMethod.Delete, "/v1/founders/nora-new", body: null).ShouldBeProblem(HttpStatusCode.NotFound);
        Assert.Equal(before + 3, await Revision());
    }

    [Fact]
    public async Task Preconditions_and_validation_apply_to_founders()
    {
        using var created = await Save("rule-maker", """{"name":"Rule Maker","bio":null,"image":null}""", ("If-None-Match", "*"));
        using var stale = await Save("rule-maker", """{"name":"X"}""", ("If-Match", "\"old\""));

        await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal(created.Headers.ETag, stale.Headers.ETag);
        await Save("rule-maker", """{"name":"X"}""").ShouldBeProblem(HttpStatusCode.PreconditionRequired);
        var exists = await Save("rule-maker", """{"name":"X"}""", ("If-None-Match", "*")).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal($"The founder 'rule-maker' already exists. To replace it, send If-Match with its ETag {created.Headers.ETag!.Tag}, instead of If-None-Match.", (string)exists["detail"]!);
        var invalid = await Save("rule-breaker", $$"""{"slug":"other","bio":"{{new string('x', 5001)}}","image":null}""", ("If-None-Match", "*")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["bio", "name", "slug"], invalid["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
        var incomplete = await Save("rule-breaker", "{}", ("If-None-Match", "*")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["bio", "image", "name"], incomplete["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
        await Save("rule-breaker", """{"nome":"X"}""", ("If-None-Match", "*")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Save_returns_the_saved_founder_with_its_entity_tag()
    {
        await api.Import(("a.md", "---\ntitle: Of Her\nfounder: of-her\n---\nA."));

        using var saved = await Save("of-her", """{"name":"Of Her","bio":null,"image":{"url":"https://images.test/her.jpg","alt":"Her"}}""", ("If-Match", (await api.Get("/v1/founders/of-her")).Headers.ETag!.Tag));
        using var read = await api.Get("/v1/founders/of-her");

        Assert.Equal(read.Headers.ETag, saved.Headers.ETag);
        Assert.Equal(await read.Content.ReadAsStringAsync(), await saved.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Patch_changes_the_given_members_and_null_removes_them()
    {
        using var created = await Save("patch-ed", """{"name":"Patch Ed","bio":"Bakes.","image":{"url":"https://images.test/ed.jpg","alt":"Ed"}}""", ("If-None-Match", "*"));

        var patched = await api.Write(HttpMethod.Patch, "/v1/founders/patch-ed", JsonNode.Parse("""{"bio":null,"image":{"alt":"Ed, smiling"}}"""), ("If-Match", created.Headers.ETag!.Tag)).ShouldBe(HttpStatusCode.OK);

        Assert.Equal(("Patch Ed", null, "https://images.test/ed.jpg", "Ed, smiling"), ((string)patched["name"]!, (string?)patched["bio"], (string)patched["image"]!["url"]!, (string)patched["image"]!["alt"]!));
        Assert.Equal(patched.ToJsonString(), (await api.Json("/v1/founders/patch-ed")).ToJsonString());
        await api.Write(HttpMethod.Patch, "/v1/founders/patch-ed", JsonNode.Parse("""{"bio":"X"}"""), ("If-Match", created.Headers.ETag!.Tag)).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        await api.Write(HttpMethod.Patch, "/v1/founders/patch-ed", JsonNode.Parse("""{"bio":"X"}""")).ShouldBeProblem(HttpStatusCode.PreconditionRequired);
        await api.Write(HttpMethod.Patch, "/v1/founders/patch-ed", JsonNode.Parse("""{"boi":"X"}"""), ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.BadRequest);
        var unnamed = await api.Write(HttpMethod.Patch, "/v1/founders/patch-ed", JsonNode.Parse("""{"name":null}"""), ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["name"], unnamed["errors"]!.AsObject().Select(error => error.Key));
        await api.Write(HttpMethod.Patch, "/v1/founders/nobody-here", JsonNode.Parse("""{"bio":"X"}"""), ("If-Match", "*")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Delete_returns_409_for_the_founder_of_an_announced_story()
    {
        await api.Import(("a.md", "---\ntitle: Announces\nrecommendations: [{ title: Yet to Come, founder: Still Waiting }]\n---\nA."));
        await api.SendRename("/v1/founders/still-waiting", "no-longer-waiting").ShouldBe(HttpStatusCode.OK);

        var card = (await api.Json("/v1/stories/announces/recommendations"))["items"]![0]!;
        Assert.Equal(("announced", "no-longer-waiting"), ((string)card["status"]!, (string)card["founder"]!["slug"]!));
        Assert.Equal((string)(await api.Json("/v1/founders/no-longer-waiting"))["id"]!, (string)card["founder"]!["id"]!);
        await api.Write(HttpMethod.Delete, "/v1/founders/no-longer-waiting", body: null).ShouldBeProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Delete_returns_409_for_a_founder_with_stories()
    {
        await api.Import(("a.md", "---\ntitle: About Her\nfounder: about-her\n---\nA."));

        await api.Write(HttpMethod.Delete, "/v1/founders/about-her", body: null).ShouldBeProblem(HttpStatusCode.Conflict);
        await api.Withdraw("about-her").ShouldBe(HttpStatusCode.OK);
        await api.Write(HttpMethod.Delete, "/v1/founders/about-her", body: null).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Of_fifty_concurrent_replacements_one_succeeds()
    {
        using var created = await Save("much-loved", """{"name":"Much Loved","bio":null,"image":null}""", ("If-None-Match", "*"));

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => Save("much-loved", $$"""{"name":"Name {{n}}","bio":null,"image":null}""", ("If-Match", created.Headers.ETag!.Tag))));

        Assert.Equal([(HttpStatusCode.OK, 1), (HttpStatusCode.PreconditionFailed, 49)], responses.CountBy(response => response.StatusCode).Select(count => (count.Key, count.Value)).Order());
    }

    private Task<HttpResponseMessage> Save(string slug, string json, params (string Name, string Value)[] headers) =>
        api.Write(HttpMethod.Put, $"/v1/founders/{slug}", JsonNode.Parse(json), headers);

    private async Task<long> Revision() => (long)(await api.Json("/v1/revision"))["revision"]!;
}
