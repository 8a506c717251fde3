using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Tests.Delivery;
using ContentApi.Tests.Newsroom;
using ContentApi.Tests.Newsroom.Collections;
using ContentApi.Web.ResponseCache;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ContentApi.Tests.Web.ResponseCache;

/// <summary>Tests that every change invalidates the responses it alters: after each change, nodes with a response cache return the same as a node without one.</summary>
public sealed partial class ValidityTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    private static readonly string[] Stories = ["adas-first-loom", "second-shift", "another-third", "boris-counts", "nobody-in-particular", "the-mill-that-was-not-built", "not-written-yet", "another-name", "loom-again"];
    private static readonly string[] Founders = ["ada-weaver", "boris-bell", "new-founder", "third-founder", "ada-woolf", "fourth-founder"];
    private static readonly string[] Topics = ["craft", "machines", "money", "novelty", "handcraft", "unused"];

    private static readonly string[] Collections = ["home", "series", "front"];

    private const string UnknownId = "0198e4a1-7c00-7d3b-a5f0-3c2b1a098765";

    private static string[] Paths =>
    [
        "/v1/stories", "/v1/stories?limit=2", "/v1/stories?count=true&include=topics,takeaways,rights", "/v1/stories?sort=title&language=de", "/v1/stories?publishedFrom=2024-03-01&sort=publishedAt", "/v1/stories?founder=ada-weaver&topic=craft",
        "/v1/founders", "/v1/founders?count=true&limit=1", "/v1/topics", "/v1/topics?count=true", "/v1/collections", "/v1/collections?include=stories&count=true", "/v1/collections?limit=1&include=stories", "/v1/takeaways", "/v1/takeaways?count=true&limit=1", $"/v1/takeaways/{UnknownId}", "/v1/revision", "/v1/changes?include=story&limit=100",
        "/v1/search?q=built", "/v1/search?q=loom", "/v1/search?q=anew&type=founder", "/v1/suggest?q=m", "/v1/stories/adas-first-loom/recommendations/explain?story=second-shift", "/v1/takeaways?q=build", $"/v1/takeaways/{UnknownId}/similar", "/v1/recommendations?read=boris-counts,second-shift",
        $"/v1/story-batch?slugs={string.Join(',', Stories)}", $"/v1/story-batch?body=html&slugs={string.Join(',', Stories)}",
        .. Stories.SelectMany(slug => new[]
        {
            $"/v1/stories/{slug}", $"/v1/stories/{slug}?body=text", $"/v1/stories/{slug}?include=recommendations", $"/v1/stories/{slug}?include=navigation", $"/v1/stories/{slug}?include=recommendations,navigation&body=none",
            $"/v1/stories/{slug}/takeaways", $"/v1/stories/{slug}/recommendations", $"/v1/stories/{slug}/recommendations?limit=1", $"/v1/stories/{slug}/recommendations?limit=20", $"/v1/takeaways?story={slug}",
        }),
        .. Founders.SelectMany(slug => new[] { $"/v1/founders/{slug}", $"/v1/stories?founder={slug}", $"/v1/takeaways?founder={slug}" }),
        .. Founders.Select(slug => $"/v1/stories?founder={slug}&include=topics"),
        .. Topics.SelectMany(slug => new[] { $"/v1/topics/{slug}", $"/v1/stories?topic={slug}&include=topics", $"/v1/takeaways?topic={slug}" }),
        .. Collections.SelectMany(slug => new[] { $"/v1/collections/{slug}", $"/v1/collections/{slug}?include=stories", $"/v1/collections/{slug}/stories", $"/v1/collections/{slug}/stories?include=topics,takeaways,rights&count=true&limit=2" }),
    ];

    [Fact]
    public void Every_cacheable_endpoint_has_a_path_here()
    {
        string[] alwaysChanging = ["/v1/revision", "/v1/changes"];
        var patterns = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<DeliveryEndpoint>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText!).Except(alwaysChanging, StringComparer.Ordinal);

        string[] paths = [.. Paths, $"/v1/takeaways/{UnknownId}"];
        Assert.All(patterns, pattern => Assert.True(
            Array.Exists(paths, path => Regex.IsMatch(path, $"^{Regex.Replace(pattern.TrimEnd('/'), "\\{[^}]+\\}", "[^/?]+")}(\\?|$)")),
            $"{pattern} has no path in {nameof(ValidityTests)}.{nameof(Paths)}."));
    }

    [Fact]
    public async Task After_each_change_cached_responses_equal_uncached_ones()
    {
        await using var uncached = await Node.Start(api.ConnectionString, [.. SmallLibrary.Settings, "--Cache:SizeLimitMegabytes=0"]);
        await using var other = await Node.Start(api.ConnectionString, SmallLibrary.Settings);
        var takeaway = (string)(await api.Json("/v1/stories/second-shift/takeaways"))["items"]![0]!["id"]!;
        var ids = string.Join(',', (await api.Json($"/v1/story-batch?slugs={string.Join(',', Stories)}"))["items"].Strings("id"));
        string[] paths = [.. Paths, $"/v1/takeaways/{takeaway}", $"/v1/story-batch?ids={ids},{UnknownId}"];
        await Compare("at the start", uncached, other, paths);
        var document = NewsroomClient.Document("The Mill That Was Not Built", "It was built.");
        document["founder"] = new JsonObject { ["slug"] = "ada-weaver" };
        document["topics"] = new JsonArray("Craft");
        var etag = "";

        await Step("collection created", () => api.CreateCollection("home", "second-shift", "boris-counts", "adas-first-loom"));
        await Step("announced story published", async () =>
        {
            etag = await api.CreateDraft("the-mill-that-was-not-built", document);
            await api.PublishDraft("the-mill-that-was-not-built");
        });
        await Step("story published that was recommended without a card", async () =>
        {
            await api.CreateDraft("not-written-yet", NewsroomClient.Document("Written"));
            await api.PublishDraft("not-written-yet");
        });
        await Step("collection of all stories created", () => api.CreateCollection("series", "the-mill-that-was-not-built", "second-shift", "boris-counts"));
        await Step("stories of a collection reordered", () => api.SetStories("home", "boris-counts", "the-mill-that-was-not-built", "second-shift"));
        await Step("title of a collection changed", () => api.PatchCollection("series", new JsonObject { ["title"] = "A Series" }).ShouldBe(HttpStatusCode.OK));
        await Step("text updated", () => Update(document => document["body"] = "It was built, and burnt."));
        await Step("title and takeaways updated", () => Update(document => (document["title"], document["takeaways"]) = ("The Mill", new JsonArray(new JsonObject { ["statement"] = "Build." }))));
        await Step("topics changed", () => Update(document => document["topics"] = new JsonArray("Novelty", "Machines")));
        await Step("founder changed", () => Update(document => document["founder"] = new JsonObject { ["slug"] = "new-founder" }));
        await Step("founder with another name in a document", () => Update(document => document["founder"] = new JsonObject { ["slug"] = "new-founder", ["name"] = "Named Anew" }));
        await Step("publication time changed", () => Update(document => document["publishedAt"] = "2024-02-25T00:00:00Z"));
        await Step("recommendations changed", () => Update(document => document["recommendations"] = new JsonArray(new JsonObject { ["slug"] = "boris-counts" }, new JsonObject { ["slug"] = "loom-again", ["title"] = "Loom Again", ["founder"] = new JsonObject { ["slug"] = "third-founder" } })));
        await Step("founder of an announced card saved", () => SaveFounder("third-founder", "Third, Known"));
        await Step("founder saved", () => SaveFounder("ada-weaver", "Ada Weaver-Woolf"));
        await Step("founder of others saved", () => SaveFounder("boris-bell", "Boris B."));
        await Step("founder of an announced card renamed", () => api.SendRename("/v1/founders/third-founder", "fourth-founder").ShouldBe(HttpStatusCode.OK));
        await Step("founder renamed", () => api.SendRename("/v1/founders/ada-weaver", "ada-woolf").ShouldBe(HttpStatusCode.OK));
        await Step("topic saved", () => api.SaveNamed("/v1/topics/craft", "Crafts"));
        await Step("topic renamed", () => api.SendRename("/v1/topics/craft", "handcraft").ShouldBe(HttpStatusCode.OK));
        await Step("topic created", () => api.SaveNamed("/v1/topics/unused", "Unused"));
        await Step("topic without stories deleted", () => api.Write(HttpMethod.Delete, "/v1/topics/unused", body: null).ShouldBe(HttpStatusCode.NoContent));
        await Step("topic merged into another one of the same stories", () => api.SendMerge("/v1/topics/handcraft", "machines").ShouldBe(HttpStatusCode.OK));
        await Step("text of a story of merged resources updated", () => Update(document => document["body"] = "It was built, and burnt, and built."));
        await Step("founder of announced card merged", () => api.SendMerge("/v1/founders/fourth-founder", "boris-bell").ShouldBe(HttpStatusCode.OK));
        await Step("founder merged", () => api.SendMerge("/v1/founders/ada-woolf", "boris-bell").ShouldBe(HttpStatusCode.OK));
        await Step("target of merges renamed to a slug that redirects to it", () => api.SendRename("/v1/founders/boris-bell", "ada-woolf").ShouldBe(HttpStatusCode.OK));
        await Step("target of a topic merge renamed", () => api.SendRename("/v1/topics/machines", "unused").ShouldBe(HttpStatusCode.OK));
        await Step("back to an older version", () => api.PublishDraft("the-mill-that-was-not-built", 2));
        await Step("corrected", () => api.Correct("the-mill-that-was-not-built", 3, "The year was wrong.").ShouldBe(HttpStatusCode.OK));
        await Step("rights changed", () => Update(document => document["rights"] = new JsonObject { ["license"] = "CC0", ["syndication"] = "denied" }));
        await Step("renamed", () => api.Rename("second-shift", "another-name").ShouldBe(HttpStatusCode.OK));
        await Step("renamed to a recommended slug", () => api.Rename("boris-counts", "loom-again").ShouldBe(HttpStatusCode.OK));
        await Step("renamed back", () => api.Rename("another-name", "second-shift").ShouldBe(HttpStatusCode.OK));
        await Step("withdrawn", () => api.Withdraw("second-shift", "It was wrong.").ShouldBe(HttpStatusCode.OK));
        await Step("withdrawn, under two names", () => api.Withdraw("loom-again").ShouldBe(HttpStatusCode.OK));
        await Step("published again", () => api.PublishDraft("second-shift"));
        await Step("erased", () => api.Write(HttpMethod.Delete, "/v1/drafts/loom-again", body: null).ShouldBe(HttpStatusCode.NoContent));
        await Step("collection renamed", () => api.Write(HttpMethod.Post, "/v1/collections/home/rename", new JsonObject { ["slug"] = "front" }).ShouldBe(HttpStatusCode.OK));
        await Step("collection deleted", () => api.DeleteCollection("series").ShouldBe(HttpStatusCode.NoContent));
        await Step("founder created", () => SaveFounder("third-founder-again", "Third"));
        await Step("founder deleted", () => DeleteFounder("third-founder-again"));
        await Step("imported", () => api.Import(("x.md", "---\ntitle: Nobody in Particular\nfounder: boris-bell\ntopics: [Money]\n---\nSomebody after all.")));

        var changedKinds = (await api.Json("/v1/changes?limit=1000"))["items"].Strings("kind").ToList();
        Assert.All(EnumNames.All<LibraryChangeKind>().Except([LibraryChangeKind.Recommendations.GetName()]), kind => Assert.True(changedKinds.Contains(kind), $"No step changes a {kind}."));

        async Task Step(string description, Func<Task> change)
        {
            var before = await api.Json("/v1/revision");
            await change();
            Assert.NotEqual((long)before["revision"]!, (long)(await api.Json("/v1/revision"))["revision"]!);
            await Compare(description, uncached, other, paths);
        }

        async Task Update(Action<JsonObject> edit)
        {
            edit(document);
            etag = await api.ReplaceDraft("the-mill-that-was-not-built", document, etag);
            await api.PublishDraft("the-mill-that-was-not-built", int.Parse(Regex.Match(etag, "-(\\d+)\"").Groups[1].Value, null));
        }
    }

    private Task<JsonNode> SaveFounder(string slug, string name) => api.SaveNamed($"/v1/founders/{slug}", name);

    private Task<JsonNode> DeleteFounder(string slug) => api.Write(HttpMethod.Delete, $"/v1/founders/{slug}", body: null).ShouldBe(HttpStatusCode.NoContent);

    /// <summary>Compares the responses of the publishing node at once, and those of the other node at the same revision.</summary>
    private async Task Compare(string change, Node uncached, Node other, string[] paths)
    {
        foreach (var path in paths)
        {
            using var uncachedResponse = await uncached.Http.GetAsync(path);
            using var cachedResponse = await api.Get(path);
            using var otherResponse = await other.Http.GetAsync($"{path}{(path.Contains('?') ? '&' : '?')}minRevision={cachedResponse.Revision()}");

            var expected = await Normalize(uncachedResponse);
            Assert.True(expected == await Normalize(cachedResponse), $"{change}: {path}\nuncached: {expected}\ncached: {await Normalize(cachedResponse)}");
            Assert.True(expected == await Normalize(otherResponse), $"{change}: {path}\nuncached: {expected}\nother node: {await Normalize(otherResponse)}");
            Assert.Equal(uncachedResponse.Revision(), cachedResponse.Revision());
        }
    }

    /// <summary>Returns the content of a response without the values that differ between requests, such as cursors, which contain the revision.</summary>
    private static async Task<string> Normalize(HttpResponseMessage response) =>
        VaryingValue().Replace($"{(int)response.StatusCode} {response.Headers.Location} {await response.Content.ReadAsStringAsync()}", "");

    [GeneratedRegex("\"(nextCursor|traceId)\":\"[^\"]*\"|[?&]minRevision=[0-9]+")]
    private static partial Regex VaryingValue();
}
