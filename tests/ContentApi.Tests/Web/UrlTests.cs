using System.Net;
using ContentApi.Tests.Delivery;

namespace ContentApi.Tests.Web;

public sealed class UrlTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    [Theory]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    [InlineData("/v2/stories")]
    [InlineData("/V1/stories")]
    [InlineData("/v1/Stories")]
    [InlineData("/v1/stories/")]
    [InlineData("/v1/stories/second-shift/")]
    [InlineData("/v1/stories/second-shift/Takeaways")]
    [InlineData("/v1/stories:Batch?slugs=a")]
    [InlineData("/v1//stories")]
    [InlineData("/Health/live")]
    [InlineData("/swagger.json")]
    [InlineData("/v1/stories/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%5c..%5cwindows")]
    public async Task A_path_that_does_not_match_exactly_returns_404(string path)
    {
        var problem = await api.Problem(HttpStatusCode.NotFound, path);

        Assert.Equal("/problems/not-found", (string)problem["type"]!);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task An_unsupported_method_returns_405_with_the_allowed_methods(string method)
    {
        using var response = await api.Send(new HttpMethod(method), "/v1/stories/second-shift");

        var problem = await response.ShouldBeProblem(HttpStatusCode.MethodNotAllowed);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
        Assert.Contains("GET, HEAD", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_url_that_is_too_long_returns_414_with_the_limit()
    {
        var problem = await api.Problem(HttpStatusCode.RequestUriTooLong, $"/v1/stories?cursor={new string('x', 9000)}");

        Assert.Contains("8,192", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_that_are_too_large_return_431_with_the_limit()
    {
        using var response = await api.Get("/v1/stories", ("X-Large", new string('x', 20_000)));

        var problem = await response.ShouldBeProblem(HttpStatusCode.RequestHeaderFieldsTooLarge);
        Assert.Contains("16,384", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_root_returns_the_name_the_version_and_links()
    {
        var root = await api.Json("/");

        Assert.Equal("Content API", (string)root["name"]!);
        Assert.Matches(@"^\d+\.\d+\.\d+$", (string)root["version"]!);
        foreach (var member in new[] { "contract", "liveness", "readiness", "stories" })
        {
            await api.Json((string)root[member]!);
        }

        Assert.Equal(HttpStatusCode.OK, (await api.Get((string)root["documentation"]! + "/index.html")).StatusCode);
    }

    [Fact]
    public async Task Pages_of_any_origin_may_read_responses_and_their_headers()
    {
        using var response = await api.Get("/v1/stories", ("Origin", "https://somewhere.test"));

        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("ETag,Link,Location,Content-Revision,RateLimit,RateLimit-Policy,Retry-After,Deprecation,Sunset,Draft-State,Draft-Version", response.Headers.GetValues("Access-Control-Expose-Headers").Single());
        using var preflight = await api.Send(
            HttpMethod.Options, "/v1/stories", ("Origin", "https://somewhere.test"), ("Access-Control-Request-Method", "GET"), ("Access-Control-Request-Headers", "if-none-match"));
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal("7200", preflight.Headers.GetValues("Access-Control-Max-Age").Single());
    }
}
