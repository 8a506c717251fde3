using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Newsroom.Imports;

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
        var again = await Import(mediaType, text);
        var changed = await Import(mediaType, text.Replace("Text.", "Other text.", StringComparison.Ordinal));

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

        var retracted = await Import("text/markdown", "# Retracted\n\nText, better.");
        var future = await Import("text/markdown", "---\ntitle: From the Future\npublishedAt: 2999-01-01\n---\nText.");

        Assert.Contains("was withdrawn", (string)retracted["errors"]![0]!["message"]!, StringComparison.Ordinal);
        await api.Problem(HttpStatusCode.Gone, "/v1/stories/retracted");
        Assert.Contains("2999-01-01", (string)future["warnings"]![0]!["message"]!, StringComparison.Ordinal);
        Assert.Equal("scheduled", await api.GetState("from-the-future"));
        Assert.Equal("unchanged", (string)(await Import("text/markdown", "---\ntitle: From the Future\npublishedAt: 2999-01-01\n---\nText."))["outcome"]!);
    }

    [Fact]
    public async Task Import_warns_about_a_superseded_version()
    {
        await api.CreateDraft("overtaken", NewsroomClient.Document("Overtaken", "Unpublished work."));

        var imported = await Import("text/markdown", "# Overtaken\n\nImported.");
        var again = await Import("text/markdown", "# Overtaken\n\nImported again.");

        Assert.Equal("created", (string)imported["outcome"]!);
        Assert.Contains("supersedes version 1 of 'overtaken', which was saved but never published", (string)imported["warnings"]![0]!["message"]!, StringComparison.Ordinal);
        Assert.Empty(again["warnings"]!.AsArray());
        Assert.Equal("Unpublished work.", (string)(await api.Json("/v1/drafts/overtaken/versions/1"))["body"]!);
    }

    [Fact]
    public async Task Long_and_many_warnings_are_shortened_and_counted()
    {
        var many = await Import("text/markdown", "# Many Warnings\n\n" + string.Concat(Enumerable.Repeat("[x](relative)\n\n", 1500)), "?dryRun=true");
        var shortened = ImportDiagnostic.From([Diagnostic.Warning(2, new string('a', 1000)), Diagnostic.Warning(3, new string('b', 1001))], DiagnosticSeverity.Warning);

        Assert.Equal(1000, many["warnings"]!.AsArray().Count);
        Assert.Equal("501 more messages are left out", (string)many["warnings"]![999]!["message"]!);
        Assert.Equal([new string('a', 1000), new string('b', 999) + "…"], shortened.Select(warning => warning.Message));
    }

    private Task<JsonNode> Import(string mediaType, string text, string query = "") => Post(mediaType, text, query).ShouldBe(HttpStatusCode.OK);

    private Task<HttpResponseMessage> Post(string mediaType, string text, string query = "") =>
        api.Newsroom.PostAsync($"/v1/imports{query}", new StringContent(text, new MediaTypeHeaderValue(mediaType)));
}
