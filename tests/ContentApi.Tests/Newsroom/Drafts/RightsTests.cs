using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;

namespace ContentApi.Tests.Newsroom.Drafts;

public sealed class RightsTests(Api api) : IClassFixture<Api>
{
    private const string Complete = """{"license":"CC-BY-4.0","copyrightHolder":"Nora Lind","attribution":{"text":"From us.\nThank you.","url":"https://us.test/a"},"syndication":"denied"}""";
    private const string Empty = """{"license":null,"copyrightHolder":null,"attribution":null,"syndication":"allowed"}""";

    [Fact]
    public async Task Rights_are_on_the_draft_the_story_and_included_cards()
    {
        await api.CreateDraft("with-rights", Document(Complete, founder: "rights-owner"));
        Assert.Equal(Complete, Json((await api.Json("/v1/drafts/with-rights"))["rights"]));
        await api.PublishDraft("with-rights");

        Assert.Equal(Complete, Json((await api.Json("/v1/stories/with-rights"))["rights"]));
        Assert.Equal(Complete, Json((await api.Json("/v1/story-batch?slugs=with-rights"))["items"]![0]!["rights"]));
        Assert.Equal(Complete, Json((await api.Json("/v1/drafts/with-rights/versions/1/preview"))["rights"]));
        var card = (await api.Json("/v1/stories?founder=rights-owner&include=rights"))["items"]![0]!;
        Assert.Equal((Complete, null, null), (Json(card["rights"]), card["topics"], card["takeaways"]));
        Assert.Equal(Complete, Json((await api.Json("/v1/stories?founder=rights-owner&include=topics,rights"))["items"]![0]!["rights"]));
    }

    [Theory]
    [InlineData("/v1/stories?founder=card-owner", "items/0")]
    [InlineData("/v1/stories?founder=card-owner&include=topics,takeaways", "items/0")]
    [InlineData("/v1/search?q=cardholder&type=story", "items/0/story")]
    [InlineData("/v1/takeaways?founder=card-owner", "items/0/story")]
    [InlineData("/v1/stories/reader-of-cards/recommendations", "items/0")]
    [InlineData("/v1/stories/reader-of-cards?include=recommendations", "recommendations/0")]
    public async Task Other_cards_have_no_rights(string url, string path)
    {
        await PublishCards();

        var card = path.Split('/').Aggregate((await api.Json(url))!, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!).AsObject();

        Assert.Equal("cardholder", (string?)card["slug"]);
        Assert.True(card.ContainsKey("rights"));
        Assert.Null(card["rights"]);
        Assert.False(card.ContainsKey("license"));
    }

    [Fact]
    public async Task A_story_without_rights_has_defaults()
    {
        await api.CreateDraft("without-rights");
        await api.PublishDraft("without-rights");

        Assert.Null((await api.Json("/v1/drafts/without-rights"))["rights"]);
        Assert.Equal(Empty, Json((await api.Json("/v1/stories/without-rights"))["rights"]));
        Assert.Equal(Empty, Json((await api.Json("/v1/drafts/without-rights/versions/1/preview"))["rights"]));
    }

    [Theory]
    [InlineData("""{"license":"LONG300"}""", "rights.license")]
    [InlineData("""{"copyrightHolder":"LONG300"}""", "rights.copyrightHolder")]
    [InlineData("""{"attribution":{"text":"LONG1000"}}""", "rights.attribution.text")]
    [InlineData("""{"attribution":{"text":""}}""", "rights.attribution.text")]
    [InlineData("""{"attribution":{"url":"https://us.test/a"}}""", "rights.attribution.text")]
    [InlineData("""{"attribution":{"text":"T","url":"ftp://us.test/a"}}""", "rights.attribution.url")]
    public async Task Limits_return_422(string rights, string member)
    {
        foreach (var (length, isValid) in new[] { (0, true), (1, false) })
        {
            var json = rights.Replace("LONG300", new string('x', 300 + length), StringComparison.Ordinal).Replace("LONG1000", new string('x', 1000 + length), StringComparison.Ordinal);
            if (isValid && json != rights)
            {
                await api.CreateDraft($"longest-{Guid.CreateVersion7():N}", Document(json));
            }
            else
            {
                var problem = await api.SendCreate("too-long", Document(json)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
                Assert.Equal([member], problem["errors"]!.AsObject().Select(error => error.Key));
            }
        }
    }

    [Theory]
    [InlineData("""{"title":"T","body":"B","license":"CC0"}""", "license")]
    [InlineData("""{"title":"T","body":"B","rights":{"licence":"CC0"}}""", "rights.licence")]
    [InlineData("""{"title":"T","body":"B","rights":{"syndication":"never"}}""", "rights.syndication")]
    [InlineData("""{"title":"T","body":"B","rights":{"syndication":1}}""", "rights.syndication")]
    [InlineData("""{"title":"T","body":"B","rights":{"syndication":null}}""", "rights.syndication")]
    [InlineData("""{"title":"T","body":"B","rights":"CC0"}""", "rights")]
    [InlineData("""{"title":"T","body":"B","recommendations":[{"slug":"a","license":"CC0"}]}""", "recommendations[0].license")]
    public async Task Unknown_members_and_values_return_400(string json, string member)
    {
        var problem = await api.SendCreate("malformed", JsonNode.Parse(json)!).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal([member], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task A_patch_changes_single_rights_and_the_diff_names_them()
    {
        await api.CreateDraft("patched-rights", Document("""{"license":"CC0","copyrightHolder":"Nora"}"""));

        await Patch("""{"rights":{"syndication":"denied","license":"MIT","copyrightHolder":null}}""");
        Assert.Equal("""{"license":"MIT","copyrightHolder":null,"attribution":null,"syndication":"denied"}""", Json((await api.Json("/v1/drafts/patched-rights"))["rights"]));
        await Patch("""{"rights":{"syndication":null}}""");
        await Patch("""{"rights":null}""");
        Assert.Null((await api.Json("/v1/drafts/patched-rights"))["rights"]);

        Assert.Equal(
            ["""rights.license changed "CC0" "MIT" """, """rights.copyrightHolder removed "Nora" null """, """rights.syndication changed "allowed" "denied" """],
            await ListChanges(from: 1, to: 2));
        Assert.Equal(["""rights.syndication changed "denied" "allowed" """], await ListChanges(from: 2, to: 3));
        Assert.Equal(["""rights.license removed "MIT" null """], await ListChanges(from: 3, to: 4));

        async Task Patch(string patch) => await api.Write(HttpMethod.Patch, "/v1/drafts/patched-rights", JsonNode.Parse(patch), ("If-Match", "*")).ShouldBe(HttpStatusCode.OK);

        async Task<IEnumerable<string>> ListChanges(int from, int to) => (await api.Json($"/v1/drafts/patched-rights/versions/{to}/diff?from={from}"))["members"]!.AsArray()
            .Select(change => $"{change!["name"]} {change["operation"]} {Json(change["before"])} {Json(change["after"])} ").ToList();
    }

    /// <summary>A version that was saved before `rights` existed has `license` in its place, also in the hash of its content.</summary>
    [Theory]
    [InlineData("CC0")]
    [InlineData(null)]
    public async Task A_version_that_was_saved_with_a_license_keeps_it_and_its_hash(string? license)
    {
        var slug = license is null ? "unlicensed-before" : "licensed-before";
        var etag = await api.CreateDraft(slug);
        var stored = $$"""
            {"title":"Before \u201Crights\u201D \u0026 \uD83D\uDE00","slug":null,"founder":{"slug":"old-founder","name":"O\u0027Dell","bio":null,"image":null},"publishedAt":"2024-05-01T06:00:00Z","byline":null,"dek":null,"readingMinutes":null,"topics":["Craft"],"language":null,"license":{{Json(license)}},"image":null,"canonicalUrl":null,"takeaways":[],"recommendations":[{"slug":"cardholder","title":"Card","dek":null,"byline":null,"founder":null,"readingMinutes":3,"image":null,"language":null,"license":null}],"body":"A \u003Cparagraph\u003E."}
            """;
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.ExecuteAsync(
            "update draft_version v set document = @Stored::jsonb, content_hash = @Hash from draft d where d.id = v.draft_id and d.slug = @Slug",
            new { Stored = stored, Hash = SHA256.HashData(Encoding.UTF8.GetBytes(stored)), Slug = slug });

        var document = await api.Json($"/v1/drafts/{slug}");
        Assert.Equal(license, (string?)document["rights"]?["license"]);
        Assert.Equal(etag, await api.GetETag(slug));
        Assert.Equal(etag, await api.ReplaceDraft(slug, document, etag));

        await api.PublishDraft(slug);
        Assert.Equal(Empty.Replace("\"license\":null", $"\"license\":{Json(license)}", StringComparison.Ordinal), Json((await api.Json($"/v1/stories/{slug}"))["rights"]));
        Assert.Equal("unchanged", (string?)(await api.Write(HttpMethod.Post, "/v1/imports", document, ("If-Match", "*")).ShouldBe(HttpStatusCode.OK))["outcome"]);

        document["rights"] = JsonNode.Parse("""{"syndication":"denied"}""");
        Assert.NotEqual(etag, await api.ReplaceDraft(slug, document, etag));
    }

    private async Task PublishCards()
    {
        if ((await api.SendCreate("cardholder", Document(Complete, founder: "card-owner"))).StatusCode == HttpStatusCode.Created)
        {
            await api.PublishDraft("cardholder");
            await api.CreateDraft("reader-of-cards", new JsonObject { ["title"] = "Reader", ["body"] = "Reads.", ["recommendations"] = new JsonArray(new JsonObject { ["slug"] = "cardholder" }) });
            await api.PublishDraft("reader-of-cards");
        }
    }

    private static JsonObject Document(string rights, string? founder = null)
    {
        var document = NewsroomClient.Document("Cardholder");
        document["rights"] = JsonNode.Parse(rights);
        document["takeaways"] = new JsonArray(new JsonObject { ["statement"] = "Hold cards." });
        document["founder"] = founder is null ? null : new JsonObject { ["slug"] = founder };
        return document;
    }

    private static string Json(JsonNode? node) => node?.ToJsonString() ?? "null";
}
