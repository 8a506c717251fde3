using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContentApi.Tests.Delivery;

namespace ContentApi.Tests.Web.Pages;

/// <summary>Tests the pages for browsers. Their appearance, and Swagger UI, are tested in a browser by `tests/consumers/swagger`.</summary>
public sealed class PageTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [Theory]
    [InlineData(Browser, "text/html")]
    [InlineData("text/html", "text/html")]
    [InlineData("application/json", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("text/html;q=0.5, application/json", "application/json")]
    public async Task The_root_is_a_page_for_browsers_and_JSON_for_others(string accept, string mediaType)
    {
        using var response = accept.Length == 0 ? await api.Get("/") : await api.Get("/", ("Accept", accept));

        Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["Accept", "Accept-Encoding"], response.Headers.Vary);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains((string)JsonNode.Parse(await api.Http.GetStringAsync("/"))!["version"]!, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/problems")]
    [InlineData("/problems/not-found")]
    [InlineData("/swagger/index.html")]
    public async Task A_page_refers_only_to_paths_of_this_service_and_each_of_them_exists(string path)
    {
        using var response = await api.Get(path, ("Accept", Browser));
        var page = await response.Content.ReadAsStringAsync();

        Assert.DoesNotContain("<style", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script>| on[a-z]+=| style=", page);
        Assert.DoesNotMatch("<(script|link|img)[^>]+(src|href)=\"(https?:)?//", page);
        foreach (var target in Regex.Matches(page, " (?:href|src|data-count|data-revision|data-example)=\"(?!https?:)([^\"#]+)\"").Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Distinct())
        {
            using var found = await api.Get(new Uri(new Uri($"http://localhost{path}"), target).PathAndQuery);
            Assert.True(found.StatusCode is HttpStatusCode.OK or HttpStatusCode.MovedPermanently, $"{path} refers to {target}, which returns {(int)found.StatusCode}");
        }
    }

    [Theory]
    [InlineData("/", "script-src 'self'")]
    [InlineData("/problems", "script-src 'self'")]
    [InlineData("/swagger/index.html", "script-src 'self'")]
    [InlineData("/assets/pages.css", "script-src 'self'")]
    [InlineData("/openapi/v1.json", "script-src 'self'")]
    [InlineData("/health/live", "script-src 'self'")]
    [InlineData("/nowhere", "script-src 'self'")]
    [InlineData("/v1/stories", "default-src 'none'; frame-ancestors 'none'")]
    [InlineData("/v1/stories?limit=0", "default-src 'none'; frame-ancestors 'none'")]
    [InlineData("/v1/stories/never-written", "default-src 'none'; frame-ancestors 'none'")]
    [InlineData("/v1/keys", "default-src 'none'; frame-ancestors 'none'")]
    [InlineData("/v1/previews/nothing", "default-src 'none'; frame-ancestors 'none'")]
    public async Task Every_response_has_the_security_headers(string path, string policy)
    {
        using var response = await api.Get(path);

        Assert.Contains(policy, response.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", response.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", response.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("no-referrer", response.Header("Referrer-Policy"));
        Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        Assert.Equal("", response.Header("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/openapi/v1-openapi3.0.json")]
    [InlineData("/assets/swagger.js")]
    public async Task Static_content_is_compressed_cacheable_and_validated(string path)
    {
        var identity = await api.Http.GetByteArrayAsync(path);
        foreach (var coding in new[] { "br", "gzip" })
        {
            using var response = await api.Get(path, ("Accept-Encoding", coding));
            var etag = response.Headers.ETag!.ToString();

            Assert.Equal([coding], response.Content.Headers.ContentEncoding);
            Assert.Equal(["Accept-Encoding"], response.Headers.Vary);
            Assert.Equal("public, max-age=300", response.Header("Cache-Control"));
            Assert.True((await response.Content.ReadAsByteArrayAsync()).Length < identity.Length / 2);
            using var notModified = await api.Get(path, ("Accept-Encoding", coding), ("If-None-Match", etag));
            Assert.Equal(HttpStatusCode.NotModified, notModified.StatusCode);
            Assert.Equal(etag, notModified.Headers.ETag!.ToString());
        }
    }

    [Theory]
    [InlineData("/favicon.ico", "image/svg+xml")]
    [InlineData("/robots.txt", "text/plain")]
    public async Task Browsers_and_crawlers_find_the_files_that_they_request_by_convention(string path, string mediaType)
    {
        using var response = await api.Get(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Without_Swagger_UI_its_URL_is_404_and_no_page_links_to_it()
    {
        await using var node = await Node.Start(api.ConnectionString, [.. SmallLibrary.Settings, "--SwaggerUi:Enabled=false"]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Accept", Browser);
        using var page = await node.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, (await node.Http.GetAsync("/swagger/index.html")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await node.Http.GetAsync("/swagger/swagger-ui-bundle.js")).StatusCode);
        Assert.DoesNotContain("wagger", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(JsonNode.Parse(await node.Http.GetStringAsync("/"))!["documentation"]);
    }
}
