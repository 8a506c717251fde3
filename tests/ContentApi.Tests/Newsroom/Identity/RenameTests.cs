using System.Net;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Newsroom.Identity;

/// <summary>Tests renames of founders and topics.</summary>
public sealed class RenameTests(Api api) : IClassFixture<Api>
{
    public static TheoryData<string> Kinds => ["founder", "topic"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_renamed_resource_keeps_its_id_and_stories_and_its_former_slug_redirects(string kind)
    {
        var (path, slug, newSlug, story) = ($"/v1/{kind}s", $"before-{kind}", $"after-{kind}", $"of-a-{kind}");
        await api.Import(($"{story}.md", $"---\ntitle: T\nslug: {story}\nfounder: {slug}\ntopics: [{slug}]\n---\nA zeppelin."));
        var before = await api.Json($"{path}/{slug}");
        var revision = await Revision();

        using var response = await api.SendRename($"{path}/{slug}", newSlug);
        var renamed = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        using var read = await api.Get($"{path}/{newSlug}");

        Assert.Equal(((string)before["id"]!, newSlug), ((string)renamed["id"]!, (string)renamed["slug"]!));
        Assert.Equal(read.Headers.ETag, response.Headers.ETag);
        await ShouldRedirect($"{path}/{slug}", $"{path}/{newSlug}");
        var page = await api.Json($"/v1/stories/{story}");
        Assert.Equal(newSlug, (string)(kind == "founder" ? page["founder"] : page["topics"]![0])!["slug"]!);
        var card = (await api.Json($"/v1/stories?{kind}={newSlug}&include=topics"))["items"]!.AsArray().Single()!;
        Assert.Equal(newSlug, (string)(kind == "founder" ? card["founder"] : card["topics"]![0])!["slug"]!);
        Assert.Equal([story], (await api.Json($"/v1/stories?{kind}={slug}"))["items"].Strings("slug"));
        Assert.Equal([story], (await api.Json($"/v1/search?q=zeppelin&type=story&{kind}={slug}"))["items"]!.AsArray().Select(hit => (string)hit!["story"]!["slug"]!));
        var change = Assert.Single((await api.Json($"/v1/changes?after={revision}"))["items"]!.AsArray())!;
        Assert.Equal((kind, newSlug, slug, "renamed", null), ((string)change["kind"]!, (string)change["slug"]!, (string)change["previousSlug"]!, (string)change["operation"]!, (string?)change["mergedInto"]));
        Assert.Equal($"{kind}.renamed", (string)(await api.Json($"/v1/audit?slug={slug}"))["items"]![0]!["action"]!);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_slug_that_another_resource_has_or_had_is_a_conflict(string kind)
    {
        var path = $"/v1/{kind}s";
        await api.SaveNamed($"{path}/taken-{kind}", "Taken");
        await api.SaveNamed($"{path}/moved-{kind}", "Moved");
        await api.SaveNamed($"{path}/mine-{kind}", "Mine");
        await api.SendRename($"{path}/moved-{kind}", $"moved-away-{kind}").ShouldBe(HttpStatusCode.OK);

        await api.SendRename($"{path}/mine-{kind}", $"taken-{kind}").ShouldBeProblem(HttpStatusCode.Conflict);
        await api.SendRename($"{path}/mine-{kind}", $"moved-{kind}").ShouldBeProblem(HttpStatusCode.Conflict);
        await api.SendRename($"{path}/mine-{kind}", "Not A Slug").ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        await api.SendRename($"{path}/nothing-{kind}", $"free-{kind}").ShouldBeProblem(HttpStatusCode.NotFound);
        await api.SendRename($"{path}/mine-{kind}", $"free-{kind}", ("If-Match", "\"old\"")).ShouldBeProblem(HttpStatusCode.PreconditionFailed);

        var revision = await Revision();
        await api.SendRename($"{path}/mine-{kind}", $"mine-{kind}").ShouldBe(HttpStatusCode.OK);
        Assert.Equal(revision, await Revision());
        using var current = await api.Get($"{path}/moved-away-{kind}");
        await api.SendRename($"{path}/moved-away-{kind}", $"moved-{kind}", ("If-Match", current.Headers.ETag!.Tag)).ShouldBe(HttpStatusCode.OK);
        await ShouldRedirect($"{path}/moved-away-{kind}", $"{path}/moved-{kind}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Writes_to_a_former_slug_name_the_current_one(string kind)
    {
        var path = $"/v1/{kind}s";
        await api.SaveNamed($"{path}/first-{kind}", "N");
        await api.SaveNamed($"{path}/other-{kind}", "O");
        await api.SendRename($"{path}/first-{kind}", $"second-{kind}").ShouldBe(HttpStatusCode.OK);
        var body = JsonNode.Parse(kind == "founder" ? """{"name":"N","bio":null,"image":null}""" : """{"name":"N"}""");

        var create = await api.Write(HttpMethod.Put, $"{path}/first-{kind}", body, ("If-None-Match", "*")).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Contains($"second-{kind}", (string)create["detail"]!, StringComparison.Ordinal);
        foreach (var pending in new[]
        {
            api.Write(HttpMethod.Put, $"{path}/first-{kind}", body, ("If-Match", "*")),
            api.Write(HttpMethod.Patch, $"{path}/first-{kind}", JsonNode.Parse("""{"name":"N"}"""), ("If-Match", "*")),
            api.Write(HttpMethod.Delete, $"{path}/first-{kind}", body: null),
            api.SendRename($"{path}/first-{kind}", $"third-{kind}"),
            api.SendMerge($"{path}/first-{kind}", $"other-{kind}"),
        })
        {
            var problem = await pending.ShouldBeProblem(HttpStatusCode.Conflict);
            Assert.Equal($"'first-{kind}' is a former slug of 'second-{kind}'. Use 'second-{kind}'.", (string)problem["detail"]!);
        }

        await api.Write(HttpMethod.Delete, $"{path}/second-{kind}", body: null, ("If-Match", "\"old\"")).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        await api.Write(HttpMethod.Delete, $"{path}/second-{kind}", body: null, ("If-Match", "*")).ShouldBe(HttpStatusCode.NoContent);
        await api.Problem(HttpStatusCode.NotFound, $"{path}/first-{kind}");
        await api.SaveNamed($"{path}/first-{kind}", "Anew");
    }

    private async Task ShouldRedirect(string path, string location)
    {
        using var response = await api.Get(path);
        Assert.Equal((HttpStatusCode.PermanentRedirect, location), (response.StatusCode, response.Headers.Location?.ToString()));
    }

    private async Task<long> Revision() => (long)(await api.Json("/v1/revision"))["revision"]!;
}
