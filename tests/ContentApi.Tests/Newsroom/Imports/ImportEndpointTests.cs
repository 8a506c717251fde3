using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Newsroom.Imports;

public sealed class ImportEndpointTests(Api api) : IClassFixture<Api>
{
    [Theory]
    [InlineData("text/markdown", "---\ntitle: Over the Wire {0}\n---\nText.")]
    [InlineData("text/plain", "Over the Wire {0}\n\nText.")]
    [InlineData("application/json", """{{"title":"Over the Wire {0}","body":"Text."}}""")]
    public async Task Import_saves_and_publishes_a_document(string mediaType, string template)
    {
        var slug = $"over-the-wire-{mediaType.Split('/')[1]}";
        var text = string.Format(null, template, mediaType.Split('/')[1]);

        var dryRun = await Import(mediaType, text, "?dryRun=true");
        await api.Problem(HttpStatusCode.NotFound, $"/v1/stories/{slug}");
        var first = await Import(mediaType, text);
        var again = await Import(mediaType, text, ifMatch: "*");
        var changed = await Import(mediaType, text.Replace("Text.", "Other text.", StringComparison.Ordinal), ifMatch: "*");

        Assert.Equal(["created", "created", "unchanged", "updated"], new[] { dryRun, first, again, changed }.Select(result => (string)result["outcome"]!));
        Assert.Equal(slug, (string)first["slug"]!);
        Assert.Equal("Other text.", (string)(await api.Json($"/v1/stories/{slug}?body=text"))["body"]!["content"]!);
        Assert.Equal("published", await api.GetState(slug));
        Assert.Equal(2, (await api.Json($"/v1/drafts/{slug}/versions"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Errors_and_warnings_have_a_line()
    {
        var invalid = await Import("text/markdown", "---\ntitle: Bad\ndate: never\n---\nText.");
        var warned = await Import("text/markdown", "---\ntitle: Warned\nclub: x\n---\nText.");

        Assert.Equal(("invalid", 3), ((string)invalid["outcome"]!, (int)invalid["errors"]![0]!["line"]!));
        Assert.Null(invalid["slug"]);
        Assert.Equal(("created", 3), ((string)warned["outcome"]!, (int)warned["warnings"]![0]!["line"]!));
        Assert.Empty(warned["errors"]!.AsArray());
        Assert.Contains("title", (string)(await Import("application/json", """{"title":"","body":"x"}"""))["errors"]![0]!["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/markdown", "---\ntitle: Precise A\ndate: 2024-05-01T06:00:00.123456789Z\n---\nText.")]
    [InlineData("text/markdown", "---\ntitle: Precise B\npublished: 2024-05-01 06:00:00.123456789 +00:00\n---\nText.")]
    [InlineData("text/markdown", "---\ntitle: Precise C\ndate: \"2024-05-01T06:00:00.123456789012Z\"\n---\nText.")]
    [InlineData("text/markdown", "+++\ntitle = \"Precise D\"\ndate = 2024-05-01T06:00:00.123456789Z\n+++\nText.")]
    [InlineData("text/markdown", "+++\ntitle = \"Precise E\"\ndate = 2024-05-01 06:00:00.123456789\n+++\nText.")]
    [InlineData("application/json", """{"title":"Precise F","publishedAt":"2024-05-01T06:00:00.123456789Z","body":"Text."}""")]
    public async Task Instants_of_documents_can_have_nanoseconds(string mediaType, string text)
    {
        var result = await Import(mediaType, text);

        Assert.Equal("created", (string)result["outcome"]!);
        Assert.Empty(result["warnings"]!.AsArray());
        Assert.Equal("2024-05-01T06:00:00.123456Z", (string)(await api.Json($"/v1/stories/{(string)result["slug"]!}"))["publishedAt"]!);
    }

    [Fact]
    public async Task An_invalid_request_body_returns_a_problem()
    {
        await Post("application/xml", "<a/>").ShouldBeProblem(HttpStatusCode.UnsupportedMediaType);
        await Post("application/json", "{").ShouldBeProblem(HttpStatusCode.BadRequest);
        await Post("application/json", """{"titel":"x"}""").ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.Equal("invalid", (string)(await Import("application/json", """{"body":"b","recommendations":[{"slug":"a"}]}"""))["outcome"]!);
        await Post("text/markdown", "").ShouldBeProblem(HttpStatusCode.BadRequest);
        await Post("text/markdown", new string('x', 2_000_001)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);
        await Post("text/markdown", "x", "?dryrun=true").ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Import_rejects_withdrawn_stories_and_schedules_future_ones()
    {
        await Import("text/markdown", "# Retracted\n\nText.");
        await api.Withdraw("retracted", "Wrong.").ShouldBe(HttpStatusCode.OK);

        var retracted = await Import("text/markdown", "# Retracted\n\nText, better.", ifMatch: "*");
        var future = await Import("text/markdown", "---\ntitle: From the Future\npublishedAt: 2999-01-01\n---\nText.");

        Assert.Contains("was withdrawn", (string)retracted["errors"]![0]!["message"]!, StringComparison.Ordinal);
        await api.Problem(HttpStatusCode.Gone, "/v1/stories/retracted");
        Assert.Contains("2999-01-01", (string)future["warnings"]![0]!["message"]!, StringComparison.Ordinal);
        Assert.Equal("scheduled", await api.GetState("from-the-future"));
        Assert.Equal("unchanged", (string)(await Import("text/markdown", "---\ntitle: From the Future\npublishedAt: 2999-01-01\n---\nText.", ifMatch: "*"))["outcome"]!);
    }

    [Fact]
    public async Task Import_warns_about_a_superseded_version()
    {
        await api.CreateDraft("overtaken", NewsroomClient.Document("Overtaken", "Unpublished work."));

        var imported = await Import("text/markdown", "# Overtaken\n\nImported.", ifMatch: "*");
        var again = await Import("text/markdown", "# Overtaken\n\nImported again.", ifMatch: "*");

        Assert.Equal("created", (string)imported["outcome"]!);
        Assert.Contains("supersedes version 1 of 'overtaken', which was saved but never published", (string)imported["warnings"]![0]!["message"]!, StringComparison.Ordinal);
        Assert.Empty(again["warnings"]!.AsArray());
        Assert.Equal("Unpublished work.", (string)(await api.Json("/v1/drafts/overtaken/versions/1"))["body"]!);
    }

    [Fact]
    public async Task Replacing_a_story_requires_its_entity_tag_which_the_problem_carries()
    {
        using var created = await Post("text/markdown", "# Kept Safe\n\nText.");
        var first = created.Headers.ETag!.Tag;
        Assert.Equal(await api.GetETag("kept-safe"), first);

        using var without = await Post("text/markdown", "# Kept Safe\n\nOther.");
        var required = await without.ShouldBeProblem(HttpStatusCode.PreconditionRequired);
        Assert.Equal((first, "/v1/drafts/kept-safe"), (without.Headers.ETag!.Tag, without.Headers.Location!.ToString()));
        Assert.Contains("'kept-safe'", (string)required["detail"]!, StringComparison.Ordinal);

        using var replaced = await Post("text/markdown", "# Kept Safe\n\nOther.", ifMatch: without.Headers.ETag.Tag);
        using var stale = await Post("text/markdown", "# Kept Safe\n\nLost.", ifMatch: first);
        await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        Assert.Equal((replaced.Headers.ETag!.Tag, "/v1/drafts/kept-safe"), (stale.Headers.ETag!.Tag, stale.Headers.Location!.ToString()));
        Assert.Equal("Other.", (string)(await api.Json("/v1/stories/kept-safe?body=text"))["body"]!["content"]!);
    }

    [Fact]
    public async Task If_None_Match_imports_only_new_stories()
    {
        await Import("application/json", """{"title":"Only Once","body":"Text."}""", ifNoneMatch: "*");

        await Post("application/json", """{"title":"Only Once","body":"Other."}""", ifNoneMatch: "*").ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        using var absent = await Post("application/json", """{"title":"Never There","body":"Text."}""", ifMatch: "*");
        await absent.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Null(absent.Headers.Location);
        await Post("application/json", """{"title":"Only Once","body":"Text."}""", ifMatch: "x").ShouldBeProblem(HttpStatusCode.BadRequest);
        await Post("application/json", """{"title":"Only Once","body":"Text."}""", ifMatch: "*, *").ShouldBeProblem(HttpStatusCode.BadRequest);
        await Post("application/json", """{"title":"Never There","body":"Text."}""", ifNoneMatch: "*, *").ShouldBeProblem(HttpStatusCode.BadRequest);
        await api.CreateDraft("a-mere-draft", NewsroomClient.Document("A Mere Draft"));
        await Post("text/markdown", "# A Mere Draft\n\nImported.").ShouldBeProblem(HttpStatusCode.PreconditionRequired);
    }

    [Fact]
    public async Task A_dry_run_requires_no_precondition_but_checks_those_that_it_has()
    {
        await Import("text/markdown", "# Rehearsed\n\nText.");
        var etag = await api.GetETag("rehearsed");

        using var dryRun = await Post("text/markdown", "# Rehearsed\n\nOther.", "?dryRun=true");
        Assert.Equal("updated", (string)JsonNode.Parse(await dryRun.Content.ReadAsStringAsync())!["outcome"]!);
        Assert.Equal(etag, dryRun.Headers.ETag!.Tag);
        await Post("text/markdown", "# Rehearsed\n\nOther.", "?dryRun=true", ifNoneMatch: "*").ShouldBeProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal(etag, await api.GetETag("rehearsed"));
    }

    [Fact]
    public async Task A_document_at_a_former_slug_is_invalid_whatever_its_precondition()
    {
        await Import("text/markdown", "# Moved Away\n\nText.");
        await api.Rename("moved-away", "moved-here").ShouldBe(HttpStatusCode.OK);

        foreach (var ifMatch in new[] { null, "*" })
        {
            var result = await Import("text/markdown", "# Moved Away\n\nOther.", ifMatch: ifMatch);
            Assert.Contains("'moved-away' is a former slug of 'moved-here'", (string)result["errors"]![0]!["message"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Lists_of_warnings_and_long_messages_are_truncated_honestly()
    {
        var keys = string.Concat(Enumerable.Range(1, 250).Select(n => $"\nunknown-key-{n}: x"));
        var warnings = (await Import("text/markdown", $"---\ntitle: Warned a Lot{keys}\n---\nText."))["warnings"]!.AsArray();
        var exact = (await Import("text/markdown", $"---\ntitle: Warned Less{string.Concat(Enumerable.Range(1, 100).Select(n => $"\nunknown-key-{n}: x"))}\n---\nText."))["warnings"]!.AsArray();
        var longKey = (await Import("text/markdown", $"---\ntitle: Warned at Length\n{new string('k', 1000)}: {new string('v', 3000)}\ndate: {new string('d', 5000)}\n---\nText."))["errors"]!.AsArray();

        Assert.Equal(100, warnings.Count);
        Assert.Equal((null, "151 more warnings are not listed"), ((int?)warnings[99]!["line"], (string)warnings[99]!["message"]!));
        Assert.Equal(100, exact.Count);
        Assert.NotNull(exact[99]!["line"]);
        Assert.All(longKey, error => Assert.True(((string)error!["message"]!).Length <= 2000));
    }

    private Task<JsonNode> Import(string mediaType, string text, string query = "", string? ifMatch = null, string? ifNoneMatch = null) =>
        Post(mediaType, text, query, ifMatch, ifNoneMatch).ShouldBe(HttpStatusCode.OK);

    private async Task<HttpResponseMessage> Post(string mediaType, string text, string query = "", string? ifMatch = null, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/imports{query}") { Content = new StringContent(text, new MediaTypeHeaderValue(mediaType)) };
        foreach (var (name, value) in new[] { ("If-Match", ifMatch), ("If-None-Match", ifNoneMatch) })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await api.Newsroom.SendAsync(request);
    }
}
