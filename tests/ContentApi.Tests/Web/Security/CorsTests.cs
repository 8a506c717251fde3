using System.Net;
using System.Runtime.Versioning;
using ContentApi.Core.Model;
using ContentApi.Tests.Newsroom;

namespace ContentApi.Tests.Web.Security;

/// <summary>Tests what pages of other origins may read and send.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CorsTests(CorsTests.NewsroomOriginApi api) : IClassFixture<CorsTests.NewsroomOriginApi>
{
    private const string NewsroomOrigin = "https://newsroom.test";

    /// <summary>Covers every kind of response to a public read: fresh, cached, not modified, without a body, redirects and problems.</summary>
    [Theory]
    [InlineData("GET", "/v1/stories", 200)]
    [InlineData("HEAD", "/v1/stories", 200)]
    [InlineData("GET", "/v1/stories", 304, "If-None-Match", "*")]
    [InlineData("HEAD", "/v1/stories", 304, "If-None-Match", "*")]
    [InlineData("GET", "/v1/stories", 412, "If-Match", "\"other\"")]
    [InlineData("HEAD", "/v1/stories", 412, "If-Match", "\"other\"")]
    [InlineData("GET", "/v1/changes?after=0", 200)]
    [InlineData("GET", "/v1/stories/alte-muehle", 308)]
    [InlineData("GET", "/v1/stories?limit=0", 400)]
    [InlineData("GET", "/v1/stories", 401, "Authorization", "Bearer cak_wrong")]
    [InlineData("GET", "/v1/stories/nowhere", 404)]
    [InlineData("GET", "/v1/stories/withdrawn", 410)]
    [InlineData("GET", "/v1/nothing", 404)]
    [InlineData("GET", "/v1/stories/", 404)]
    [InlineData("GET", "/v1/imports", 405)]
    [InlineData("GET", "/v1/stories", 431, "X-Long", "long")]
    [InlineData("GET", "/", 200)]
    [InlineData("HEAD", "/", 200)]
    [InlineData("GET", "/problems", 200)]
    [InlineData("GET", "/problems/not-found", 200)]
    [InlineData("GET", "/problems/unheard-of", 404)]
    [InlineData("GET", "/openapi/v1.json", 200)]
    [InlineData("GET", "/openapi/v1.json", 304, "If-None-Match", "*")]
    [InlineData("GET", "/openapi/v1.json", 412, "If-Match", "\"other\"")]
    [InlineData("GET", "/openapi/v1-openapi3.0.json", 200)]
    [InlineData("GET", "/health/live", 200)]
    [InlineData("GET", "/v1/previews/unknown", 404)]
    public async Task Public_reads_allow_every_origin_with_or_without_an_Origin_header(string method, string path, int status, string? name = null, string? value = null)
    {
        foreach (var origin in new[] { null, "https://anywhere.test", NewsroomOrigin, "null" })
        {
            (string, string)[] headers =
            [
                .. name is null ? [] : new[] { (name, value == "long" ? new string('x', 16_384) : value!) },
                .. origin is null ? [] : new[] { ("Origin", origin) },
            ];
            using var response = await api.Http.Send(method, path, headers: headers);

            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("*", response.Header("Access-Control-Allow-Origin"));
            Assert.DoesNotContain("Origin", response.Header("Vary"), StringComparison.Ordinal);
            var exposed = response.Header("Access-Control-Expose-Headers").Split(',');
            Assert.All(["ETag", "Link", "Content-Revision", "RateLimit", "RateLimit-Policy", "Retry-After"], header => Assert.Contains(header, exposed));
        }
    }

    [Theory]
    [InlineData("GET", "/v1/drafts", 401)]
    [InlineData("GET", "/v1/keys", 200)]
    [InlineData("GET", "/v1/drafts/x", 404)]
    [InlineData("HEAD", "/v1/drafts/x", 404)]
    [InlineData("GET", "/v1/drafts?limit=0", 400)]
    [InlineData("DELETE", "/v1/drafts/x", 404)]
    [InlineData("PUT", "/v1/drafts/x", 428)]
    [InlineData("POST", "/v1/stories", 405)]
    [InlineData("OPTIONS", "/v1/stories", 405)]
    public async Task Other_responses_allow_only_the_newsroom_origin_and_vary_by_origin(string method, string path, int status)
    {
        var key = status == 401 ? null : await api.Key(Enum.GetValues<Scope>());
        foreach (var origin in new[] { null, "https://anywhere.test", "null", NewsroomOrigin })
        {
            (string, string)[] headers = origin is null ? [] : [("Origin", origin)];
            using var response = await api.Http.Send(method, path, key, method == "PUT" ? """{ "title": "X", "body": "Y" }""" : null, headers);

            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal(origin == NewsroomOrigin ? origin : "", response.Header("Access-Control-Allow-Origin"));
            Assert.Equal(origin == NewsroomOrigin, response.Header("Access-Control-Expose-Headers").Contains("Location", StringComparison.Ordinal));
            Assert.Equal("Origin", response.Header("Vary"));
        }
    }

    [Theory]
    [InlineData("https://anywhere.test", "GET", "authorization,if-none-match", true, "/v1/stories/x")]
    [InlineData("https://anywhere.test", "HEAD", "authorization,if-none-match", true, "/v1/stories/x")]
    [InlineData("https://anywhere.test", "GET", "x-api-key", true, "/v1/nothing")]
    [InlineData("https://anywhere.test", "PUT", "authorization", false, "/v1/stories/x")]
    [InlineData("https://anywhere.test", "GET", "if-none-match", true, "/v1/previews/x")]
    [InlineData("https://anywhere.test", "GET", "authorization", false)]
    [InlineData("https://anywhere.test", "HEAD", "authorization", false)]
    [InlineData(NewsroomOrigin, "HEAD", "authorization", true)]
    [InlineData("https://anywhere.test", "PUT", "authorization,content-type", false)]
    [InlineData("https://anywhere.test", "DELETE", "authorization", false)]
    [InlineData(NewsroomOrigin, "GET", "x-api-key", true)]
    [InlineData("https://anywhere.test", "GET", "if-match,if-none-match,if-modified-since", true, "/v1/stories")]
    [InlineData(NewsroomOrigin, "PUT", "authorization,content-type,if-match", true)]
    [InlineData(NewsroomOrigin, "PATCH", "authorization,content-type", true)]
    [InlineData(NewsroomOrigin, "POST", "authorization,content-type", true)]
    [InlineData(NewsroomOrigin, "DELETE", "x-api-key", true)]
    public async Task Preflights_allow_writes_only_from_the_newsroom_origin_and_are_cacheable(string origin, string method, string headers, bool allowed, string path = "/v1/drafts/x")
    {
        using var preflight = await api.Http.Send(
            "OPTIONS", path, key: null, json: null, ("Origin", origin), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", headers));

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
    public async Task A_503_response_keeps_the_CORS_and_security_headers()
    {
        await using var database = await RestartableDatabase.Start();
        await using var node = await Tests.Node.Start(database.ConnectionString, $"--Cors:Origins:0={NewsroomOrigin}");
        var key = await node.Key(Enum.GetValues<Scope>());
        Assert.Equal(HttpStatusCode.OK, await node.Http.Send("GET", "/v1/drafts", key).Status()); // the node caches the key from now on
        await database.Stop();
        using var read = await node.Http.Send("GET", "/v1/founders");
        using var draft = await node.Http.Send("GET", "/v1/drafts", key, json: null, ("Origin", NewsroomOrigin));

        foreach (var (response, origin, vary) in new[] { (read, "*", ""), (draft, NewsroomOrigin, "Origin") })
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.Equal(origin, response.Header("Access-Control-Allow-Origin"));
            Assert.NotEqual("", response.Header("Access-Control-Expose-Headers"));
            Assert.Equal(vary, response.Header("Vary"));
            Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        }
    }

    [Fact]
    public async Task Pages_of_another_origin_cannot_read_the_response_to_a_write()
    {
        using var other = await api.Http.Send("DELETE", "/v1/drafts/x", headers: ("Origin", "https://anywhere.test"));
        using var newsroom = await api.Http.Send("DELETE", "/v1/drafts/x", headers: ("Origin", NewsroomOrigin));

        Assert.Equal("", other.Header("Access-Control-Allow-Origin"));
        Assert.Equal(NewsroomOrigin, newsroom.Header("Access-Control-Allow-Origin"));
    }

    public sealed class NewsroomOriginApi(PostgresServer postgres) : Api(postgres)
    {
        protected override IEnumerable<string> Arguments => [$"--Cors:Origins:0={NewsroomOrigin}", "--Cors:Origins:1=http://localhost:3000"];

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            foreach (var slug in new[] { "alte-muehle", "withdrawn" })
            {
                await this.CreateDraft(slug);
                await this.PublishDraft(slug);
            }

            (await this.Rename("alte-muehle", "old-mill")).Dispose();
            (await this.Withdraw("withdrawn", "wrong")).Dispose();
        }
    }
}
