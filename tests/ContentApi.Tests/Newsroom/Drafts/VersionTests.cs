using System.Net;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Tests.ContractConformance;

namespace ContentApi.Tests.Newsroom.Drafts;

public sealed class VersionTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task A_preview_equals_the_published_story()
    {
        var document = NewsroomClient.Document("Drawn Before", "Opening.\n\n## Act I: Light\n\nIt was *dark*.\n\n- One\n- Two");
        document["founder"] = new JsonObject { ["slug"] = "dora-drawn", ["name"] = "Dora Drawn" };
        document["topics"] = new JsonArray("Light", "Dark");
        document["image"] = new JsonObject { ["url"] = "https://images.test/a.jpg", ["alt"] = "A" };
        document["publishedAt"] = "2024-03-01T06:00:00Z";
        document["takeaways"] = new JsonArray(new JsonObject { ["statement"] = "Look." }, new JsonObject { ["statement"] = "Look again.", ["explanation"] = "Twice." });
        await api.SaveNamed("/v1/founders/dora-drawn", "Dora Drawn"); // otherwise, they have no id before the publication
        await api.SaveNamed("/v1/topics/light", "Light");
        await api.SaveNamed("/v1/topics/dark", "Dark");
        var etag = await api.CreateDraft("drawn-before", document);

        foreach (var body in new[] { "blocks", "html", "markdown", "text", "none" })
        {
            var preview = await api.Json($"/v1/drafts/drawn-before/versions/1/preview?body={body}");
            await api.PublishDraft("drawn-before");
            var story = await api.Json($"/v1/stories/drawn-before?body={body}");
            Assert.Equal(Comparable(story), Comparable(preview));
        }

        document["body"] = "Opening, mended.\n\n## Act I: Light\n\nIt was *dark*.\n\n- One\n- Two\n\nA new end.";
        await api.ReplaceDraft("drawn-before", document, etag);
        var next = await api.Json("/v1/drafts/drawn-before/versions/2/preview");
        await api.PublishDraft("drawn-before", 2);
        Assert.Equal(Comparable(await api.Json("/v1/stories/drawn-before")), Comparable(next)); // includes the block ids
    }

    [Fact]
    public async Task Diff_returns_added_removed_and_changed_members_and_blocks()
    {
        var document = NewsroomClient.Document("Compared", "Stays as it is.\n\nWill be mended sooonish.\n\nWill go.\n\n## Act I: Old\n\nText.");
        document["dek"] = "Old dek.";
        document["byline"] = "Somebody";
        var etag = await api.CreateDraft("compared", document);
        document["body"] = "Stays as it is.\n\nWill be mended soonish.\n\n## Act I: New\n\nText.\n\nComes new.";
        document["dek"] = "New dek.";
        document["byline"] = null;
        document["topics"] = new JsonArray("Craft");
        await api.ReplaceDraft("compared", document, etag);

        var diff = await api.Json("/v1/drafts/compared/versions/2/diff?from=1");

        Assert.Equal(
            [("byline", "removed"), ("dek", "changed"), ("topics", "added")],
            diff["members"]!.AsArray().Select(member => ((string)member!["name"]!, (string)member["operation"]!)).Order());
        Assert.Equal(
            [("added", null, "Comes new."), ("changed", "Act I: Old", "Act I: New"), ("changed", "Will be mended sooonish.", "Will be mended soonish."), ("removed", "Will go.", null)],
            diff["blocks"]!.AsArray().Select(block => ((string)block!["operation"]!, (string?)block["before"], (string?)block["after"])).Order());
        Assert.Empty((await api.Json("/v1/drafts/compared/versions/2/diff?from=2"))["blocks"]!.AsArray());
        await api.Problem(HttpStatusCode.NotFound, "/v1/drafts/compared/versions/2/diff?from=9");
        await api.Problem(HttpStatusCode.BadRequest, "/v1/drafts/compared/versions/2/diff?from=0");
    }

    [Fact]
    public async Task A_preview_link_works_without_a_key_until_it_is_revoked()
    {
        await api.CreateDraft("linked", NewsroomClient.Document("Linked"));
        var expiresAt = TimeProvider.System.GetUtcNow().AddHours(1).ToString("O");

        var link = await api.Write(HttpMethod.Post, "/v1/preview-links", new JsonObject { ["slug"] = "linked", ["version"] = 1, ["expiresAt"] = expiresAt }).ShouldBe(HttpStatusCode.Created);
        using var anonymous = CheckedHandler.Client();
        var response = await anonymous.GetAsync(new Uri((string)link["url"]!));
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync(new Uri($"{(string)link["url"]!}?body=text"))).StatusCode);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Linked", (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["title"]!);
        Assert.Equal(("no-store", "noindex"), (response.Headers.CacheControl?.ToString(), response.Headers.GetValues("X-Robots-Tag").Single()));
        Assert.Contains((string)link["id"]!, (await api.Json("/v1/preview-links"))["items"].Strings("id"));
        Assert.DoesNotContain(((string)link["url"]!).Split('/')[^1], (await api.Json("/v1/preview-links")).ToJsonString(), StringComparison.Ordinal);

        await api.Write(HttpMethod.Delete, $"/v1/preview-links/{(string)link["id"]!}", body: null).ShouldBe(HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.NotFound, (await anonymous.GetAsync(new Uri((string)link["url"]!))).StatusCode);
        await api.Problem(HttpStatusCode.NotFound, "/v1/previews/nonsense");
    }

    [Fact]
    public async Task Preview_links_are_listed_by_descending_expiry()
    {
        await api.CreateDraft("much-linked");
        List<string> createdIds = [];
        for (var days = 50; days < 53; days++)
        {
            var link = await api.Write(HttpMethod.Post, "/v1/preview-links", new JsonObject { ["slug"] = "much-linked", ["expiresAt"] = TimeProvider.System.GetUtcNow().AddDays(days).ToString("O") }).ShouldBe(HttpStatusCode.Created);
            createdIds.Insert(0, (string)link["id"]!);
        }

        var first = await api.Json("/v1/preview-links?limit=2&count=true");
        var second = await api.Json($"/v1/preview-links?limit=2&count=true&cursor={(string)first["nextCursor"]!}");

        Assert.Equal(createdIds, first["items"].Strings("id").Concat(second["items"].Strings("id")).Take(3));
        Assert.Equal((int)first["totalCount"]!, (int)second["totalCount"]!);
    }

    [Fact]
    public async Task A_preview_link_expires()
    {
        await api.CreateDraft("fleeting");
        var link = await api.Write(HttpMethod.Post, "/v1/preview-links", new JsonObject { ["slug"] = "fleeting", ["expiresAt"] = TimeProvider.System.GetUtcNow().AddSeconds(4).ToString("O") }).ShouldBe(HttpStatusCode.Created);
        var url = new Uri((string)link["url"]!).PathAndQuery;
        await api.Json(url);

        await Task.Delay(4100);

        await api.Problem(HttpStatusCode.NotFound, url);
        await api.Write(HttpMethod.Post, "/v1/preview-links", new JsonObject { ["slug"] = "fleeting", ["expiresAt"] = "2020-01-01T00:00:00Z" }).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        await api.Write(HttpMethod.Post, "/v1/preview-links", new JsonObject { ["slug"] = "not-there", ["expiresAt"] = TimeProvider.System.GetUtcNow().AddHours(1).ToString("O") }).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_preview_link_works_only_until_its_key_is_revoked()
    {
        await api.CreateDraft("two-links");
        var (leaver, colleague) = (await api.CreateKey("Leaver", [Scope.Preview]), await api.CreateKey("Colleague", [Scope.Preview]));
        var leaversLink = await CreateLink(leaver.Key, """{"slug":"two-links"}""");
        var colleaguesLink = await CreateLink(colleague.Key, """{"slug":"two-links"}""");
        await api.Json(GetPath(leaversLink));

        await api.Write(HttpMethod.Delete, $"/v1/keys/{leaver.Id}", body: null).ShouldBe(HttpStatusCode.NoContent);

        await api.Problem(HttpStatusCode.NotFound, GetPath(leaversLink));
        await api.Json(GetPath(colleaguesLink));
        var ids = (await api.Json("/v1/preview-links?limit=100"))["items"].Strings("id");
        Assert.Contains((string)colleaguesLink["id"]!, ids);
        Assert.DoesNotContain((string)leaversLink["id"]!, ids);
    }

    [Fact]
    public async Task A_preview_link_expires_with_its_key()
    {
        await api.CreateDraft("short-key");
        var key = await api.CreateKey("Short", [Scope.Preview], expiresAt: TimeProvider.System.GetUtcNow().AddSeconds(4));
        var link = await CreateLink(key.Key, $$"""{"slug":"short-key","expiresAt":"{{TimeProvider.System.GetUtcNow().AddDays(1):O}}"}""");
        await api.Json(GetPath(link));

        await Task.Delay(4100);

        Assert.Equal(key.ExpiresAt, DateTimeOffset.Parse((string)link["expiresAt"]!, null).UtcDateTime);
        await api.Problem(HttpStatusCode.NotFound, GetPath(link));
    }

    [Theory]
    [InlineData("""{"slug":"week-long"}""")]
    [InlineData("""{"slug":"week-long","expiresAt":null}""")]
    public async Task A_preview_link_expires_after_seven_days_by_default(string json)
    {
        await api.SendCreate("week-long", NewsroomClient.Document("A Week"));
        var before = TimeProvider.System.GetUtcNow();
        var link = await CreateLink((await api.CreateKey("Default", [Scope.Preview])).Key, json);

        Assert.InRange(DateTimeOffset.Parse((string)link["expiresAt"]!, null), before.AddDays(7).AddMinutes(-1), before.AddDays(7).AddMinutes(10));
    }

    private Task<JsonNode> CreateLink(string key, string json) => api.Http.Send("POST", "/v1/preview-links", key, json).ReadJson(HttpStatusCode.Created);

    private static string GetPath(JsonNode link) => new Uri((string)link["url"]!).PathAndQuery;

    /// <summary>Returns a story as JSON without `updatedAt`, which a preview cannot predict.</summary>
    private static string Comparable(JsonNode story)
    {
        var copy = story.DeepClone().AsObject();
        copy.Remove("updatedAt");
        return copy.ToJsonString();
    }
}
