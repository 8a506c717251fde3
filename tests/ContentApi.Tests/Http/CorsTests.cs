using System.Net;
using ContentApi.Tests.Access;

namespace ContentApi.Tests.Http;

/// <summary>What pages of other origins may do.</summary>
public sealed class CorsTests(CorsTests.WithNewsroom api) : IClassFixture<CorsTests.WithNewsroom>
{
    private const string NewsroomOrigin = "https://newsroom.test";

    [Fact]
    public async Task Anybody_may_read_and_see_the_headers()
    {
        foreach (var origin in new[] { "https://anywhere.test", NewsroomOrigin })
        {
            using var response = await api.Http.Ask("GET", "/v1/stories", headers: ("Origin", origin));

            Assert.Equal("*", response.Header("Access-Control-Allow-Origin")); // the same to all, so that shared caches can keep it
            Assert.DoesNotContain("Origin", response.Header("Vary"), StringComparison.Ordinal);
            var exposed = response.Header("Access-Control-Expose-Headers");
            Assert.All(["ETag", "Link", "Content-Revision", "RateLimit", "RateLimit-Policy", "Retry-After"], header => Assert.Contains(header, exposed, StringComparison.Ordinal));
        }

        using var refused = await api.Http.Ask("GET", "/v1/drafts", headers: ("Origin", "https://anywhere.test"));
        Assert.Equal((HttpStatusCode.Unauthorized, "*"), (refused.StatusCode, refused.Header("Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData("https://anywhere.test", "GET", "authorization,if-none-match", true)]
    [InlineData("https://anywhere.test", "PUT", "authorization,content-type", false)]
    [InlineData("https://anywhere.test", "DELETE", "authorization", false)]
    [InlineData(NewsroomOrigin, "GET", "x-api-key", true)]
    [InlineData(NewsroomOrigin, "PUT", "authorization,content-type,if-match", true)]
    [InlineData(NewsroomOrigin, "PATCH", "authorization,content-type", true)]
    [InlineData(NewsroomOrigin, "POST", "authorization,content-type", true)]
    [InlineData(NewsroomOrigin, "DELETE", "x-api-key", true)]
    public async Task Preflights_let_the_newsroom_write_and_others_only_read_and_are_kept(string origin, string method, string headers, bool allowed)
    {
        using var preflight = await api.Http.Ask(
            "OPTIONS", "/v1/drafts/x", key: null, json: null, ("Origin", origin), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", headers));

        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        var allowsOrigin = preflight.Header("Access-Control-Allow-Origin") is { Length: > 0 } allowedOrigin && (allowedOrigin == "*" || allowedOrigin == origin);
        Assert.Equal(allowed, allowsOrigin && preflight.Header("Access-Control-Allow-Methods").Split(',').Contains(method));
        if (allowed)
        {
            Assert.Equal("7200", preflight.Header("Access-Control-Max-Age"));
            Assert.All(headers.Split(','), header => Assert.Contains(header, preflight.Header("Access-Control-Allow-Headers"), StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task A_page_of_another_origin_does_not_see_the_answer_to_a_write()
    {
        using var other = await api.Http.Ask("DELETE", "/v1/drafts/x", headers: ("Origin", "https://anywhere.test"));
        using var newsroom = await api.Http.Ask("DELETE", "/v1/drafts/x", headers: ("Origin", NewsroomOrigin));

        Assert.Equal("", other.Header("Access-Control-Allow-Origin"));
        Assert.Equal(NewsroomOrigin, newsroom.Header("Access-Control-Allow-Origin"));
    }

    public sealed class WithNewsroom(PostgresServer postgres) : Api(postgres)
    {
        protected override IEnumerable<string> Arguments => [$"--Cors:Origins:0={NewsroomOrigin}", "--Cors:Origins:1=http://localhost:3000"];
    }
}
