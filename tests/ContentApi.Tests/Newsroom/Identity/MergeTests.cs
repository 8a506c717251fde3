using System.Net;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Newsroom.Identity;

/// <summary>Tests merges of founders and topics.</summary>
public sealed class MergeTests(Api api) : IClassFixture<Api>
{
    public static TheoryData<string> Kinds => ["founder", "topic"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_stories_of_a_merged_resource_follow(string kind)
    {
        var (path, from, into) = ($"/v1/{kind}s", $"from-{kind}", $"into-{kind}");
        await api.Import(
            ($"1-{kind}.md", Story($"first-{kind}-story", kind, from, "A horse.")), ($"2-{kind}.md", Story($"second-{kind}-story", kind, from, "A mule.")), ($"3-{kind}.md", Story($"third-{kind}-story", kind, into, "A goat.")));
        var target = await api.Json($"{path}/{into}");
        var source = await api.Json($"{path}/{from}");
        var revision = await Revision();

        using var response = await api.SendMerge($"{path}/{from}", into);
        var merged = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(((string)target["id"]!, into, 3), ((string)merged["id"]!, (string)merged["slug"]!, (int)merged["storyCount"]!));
        await ShouldRedirect($"{path}/{from}", $"{path}/{into}");
        string[] stories = [$"first-{kind}-story", $"second-{kind}-story", $"third-{kind}-story"];
        foreach (var slug in stories)
        {
            var story = await api.Json($"/v1/stories/{slug}");
            var reference = (kind == "founder" ? story["founder"] : story["topics"]![0])!;
            Assert.Equal(((string)target["id"]!, into), ((string)reference["id"]!, (string)reference["slug"]!));
        }

        Assert.Equal(stories, (await api.Json($"/v1/stories?{kind}={from}"))["items"].Strings("slug").Order(StringComparer.Ordinal));
        Assert.Equal(stories, (await api.Json($"/v1/search?q={kind}word&{kind}={into}&type=story"))["items"]!.AsArray().Select(hit => (string)hit!["story"]!["slug"]!).Order(StringComparer.Ordinal));
        Assert.Equal([(into, 3)], (await api.Json($"/v1/search?q={kind}word&type=story"))["facets"]![$"{kind}s"]!.AsArray().Select(facet => ((string)facet!["value"]!, (int)facet["count"]!)));
        Assert.DoesNotContain(from, (await api.Json($"{path}?limit=100"))["items"].Strings("slug"));
        var reasons = (await api.Json($"/v1/stories/first-{kind}-story/recommendations?limit=20"))["items"]!.AsArray().Single(card => (string)card!["slug"]! == $"third-{kind}-story")!["reasons"]!.AsArray();
        Assert.Contains(kind == "founder" ? "sameFounder" : "sharedTopic", reasons.Select(reason => (string)reason!["kind"]!));

        var changes = (await api.Json($"/v1/changes?after={revision}&include=story"))["items"]!.AsArray();
        Assert.Equal([revision + 1, revision + 2, revision + 3], changes.Select(change => (long)change!["revision"]!));
        Assert.Equal(
            [(kind, from, "merged", into), ("story", $"first-{kind}-story", "updated", null), ("story", $"second-{kind}-story", "updated", null)],
            changes.Select(change => ((string)change!["kind"]!, (string)change["slug"]!, (string)change["operation"]!, (string?)change["mergedInto"])).OrderBy(change => change.Item2.Length).ThenBy(change => change.Item2, StringComparer.Ordinal));
        Assert.Equal((string)source["id"]!, (string)changes[0]!["id"]!);
        Assert.Equal((await api.Json($"/v1/stories/{(string)changes[1]!["slug"]!}")).ToJsonString(), changes[1]!["story"]!.ToJsonString());
        Assert.Equal(($"{kind}.merged", into), ((string)(await api.Json($"/v1/audit?slug={from}"))["items"]![0]!["action"]!, (string)(await api.Json($"/v1/audit?slug={from}"))["items"]![0]!["detail"]!));

        await using var connection = new NpgsqlConnection(api.ConnectionString);
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>(
            """
            select count(*)
            from story s
            join story_terms v on v.story_id = s.id
            join story_search w on w.story_id = s.id
            where v.revision <> s.revision or v.founder_id is distinct from s.founder_id or w.founder_id is distinct from s.founder_id
              or v.topics <> array(select topic_id from story_topic where story_id = s.id order by position) or w.topics <> v.topics
            """));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Documents_and_drafts_with_the_slug_or_name_of_a_merged_resource_refer_to_the_target(string kind)
    {
        var path = $"/v1/{kind}s";
        var draft = new JsonObject { ["title"] = "Waits", ["body"] = "B.", ["founder"] = new JsonObject { ["slug"] = $"old-{kind}" }, ["topics"] = new JsonArray($"Old {kind}") };
        await api.SaveNamed($"{path}/old-{kind}", $"Old {kind}");
        await api.SaveNamed($"{path}/new-{kind}", $"New {kind}");
        await api.CreateDraft($"waits-{kind}", draft);
        await api.SendMerge($"{path}/old-{kind}", $"new-{kind}").ShouldBe(HttpStatusCode.OK);

        await api.PublishDraft($"waits-{kind}");
        await api.Import(($"{kind}.md", $"---\ntitle: Named {kind}\nfounder: OLD {kind}\ntopics: [old-{kind}]\n---\nA."));

        foreach (var slug in new[] { $"waits-{kind}", $"named-{kind}" })
        {
            var story = await api.Json($"/v1/stories/{slug}");
            Assert.Equal($"new-{kind}", (string)(kind == "founder" ? story["founder"] : story["topics"]![0])!["slug"]!);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Redirects_lead_to_the_last_target(string kind)
    {
        var path = $"/v1/{kind}s";
        foreach (var name in new[] { "a", "b", "c" })
        {
            await api.SaveNamed($"{path}/chain-{name}-{kind}", name);
        }

        await api.SendMerge($"{path}/chain-a-{kind}", $"chain-b-{kind}").ShouldBe(HttpStatusCode.OK);
        await api.SendRename($"{path}/chain-b-{kind}", $"chain-b2-{kind}").ShouldBe(HttpStatusCode.OK);
        await ShouldRedirect($"{path}/chain-a-{kind}", $"{path}/chain-b2-{kind}");

        await api.SendMerge($"{path}/chain-b2-{kind}", $"chain-c-{kind}").ShouldBe(HttpStatusCode.OK);
        await api.SendRename($"{path}/chain-c-{kind}", $"chain-c2-{kind}").ShouldBe(HttpStatusCode.OK);
        foreach (var former in new[] { "a", "b", "b2", "c" })
        {
            await ShouldRedirect($"{path}/chain-{former}-{kind}", $"{path}/chain-c2-{kind}");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_resource_cannot_be_merged_into_itself_or_into_an_unknown_one(string kind)
    {
        var path = $"/v1/{kind}s";
        await api.SaveNamed($"{path}/self-{kind}", "Self");
        await api.SaveNamed($"{path}/else-{kind}", "Else");
        await api.SendRename($"{path}/self-{kind}", $"myself-{kind}").ShouldBe(HttpStatusCode.OK);
        await api.SendRename($"{path}/else-{kind}", $"elsewhere-{kind}").ShouldBe(HttpStatusCode.OK);

        foreach (var into in new[] { $"myself-{kind}", $"self-{kind}", "unknown", "Not A Slug" })
        {
            var problem = await api.SendMerge($"{path}/myself-{kind}", into).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
            Assert.Equal(["into"], problem["errors"]!.AsObject().Select(error => error.Key));
        }

        await api.SendMerge($"{path}/unknown", $"myself-{kind}").ShouldBeProblem(HttpStatusCode.NotFound);
        await api.SendMerge($"{path}/myself-{kind}", $"else-{kind}", ("If-Match", "\"old\"")).ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal($"elsewhere-{kind}", (string)(await api.SendMerge($"{path}/myself-{kind}", $"else-{kind}").ShouldBe(HttpStatusCode.OK))["slug"]!);
    }

    [Fact]
    public async Task A_story_with_both_topics_has_the_target_once_in_the_first_position()
    {
        await api.Import(("a.md", "---\ntitle: Both Topics\ntopics: [One T, Two T, Three T, Four T]\n---\nA."));

        await api.SendMerge("/v1/topics/two-t", "four-t").ShouldBe(HttpStatusCode.OK);
        Assert.Equal(["one-t", "four-t", "three-t"], (await api.Json("/v1/stories/both-topics"))["topics"].Strings("slug"));

        await api.SendMerge("/v1/topics/three-t", "one-t").ShouldBe(HttpStatusCode.OK);
        Assert.Equal(["one-t", "four-t"], (await api.Json("/v1/stories/both-topics"))["topics"].Strings("slug"));
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        Assert.Equal([1, 2], await connection.QueryAsync<int>("select position from story_topic join story s on s.id = story_id where s.slug = 'both-topics' order by position"));
    }

    private static string Story(string slug, string kind, string reference, string text) =>
        $"---\ntitle: The {kind}word of {slug}\nslug: {slug}\n{(kind == "founder" ? $"founder: {reference}" : $"topics: [{reference}]")}\n---\n{text}";

    private async Task ShouldRedirect(string path, string location)
    {
        using var response = await api.Get(path);
        Assert.Equal((HttpStatusCode.PermanentRedirect, location), (response.StatusCode, response.Headers.Location?.ToString()));
    }

    private async Task<long> Revision() => (long)(await api.Json("/v1/revision"))["revision"]!;
}
