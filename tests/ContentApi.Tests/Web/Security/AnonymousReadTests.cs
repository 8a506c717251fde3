using System.Net;
using ContentApi.Core.Model;

namespace ContentApi.Tests.Web.Security;

/// <summary>Tests a service that requires a key for reads (`Access:AnonymousRead=false`).</summary>
public sealed class AnonymousReadTests(AnonymousReadTests.KeyRequiredApi api) : IClassFixture<AnonymousReadTests.KeyRequiredApi>
{
    [Fact]
    public async Task Reads_require_a_key_of_any_scope()
    {
        using var anonymous = await api.Http.Send("GET", "/v1/stories");
        await anonymous.ShouldBeProblem(HttpStatusCode.Unauthorized);
        Assert.Equal("Bearer realm=\"content-api\"", anonymous.Header("WWW-Authenticate"));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.Http.Send("GET", "/v1/stories/nothing").Status());
        Assert.Equal(HttpStatusCode.NotFound, await api.Http.Send("GET", "/v1/previews/nothing").Status());
        Assert.Equal(HttpStatusCode.OK, await api.Http.Send("GET", "/health/ready").Status());
        Assert.Equal(HttpStatusCode.OK, await api.Http.Send("GET", "/openapi/v1.json").Status());

        foreach (var scope in Enum.GetValues<Scope>())
        {
            Assert.Equal(HttpStatusCode.OK, await api.Http.Send("GET", "/v1/stories", (await api.CreateKey(scope.GetName(), [scope])).Key).Status());
        }
    }

    [Fact]
    public async Task Responses_are_private_and_have_rate_limit_headers()
    {
        var key = (await api.CreateKey("Reader", [Scope.Read])).Key;

        using var response = await api.Http.Send("GET", "/v1/stories", key);
        using var notModified = await api.Http.Send("GET", "/v1/stories", key, json: null, ("If-None-Match", response.Headers.ETag!.Tag));

        Assert.Equal("private, max-age=0, stale-while-revalidate=30, stale-if-error=600", response.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("\"key\";q=12000;w=60", response.Header("RateLimit-Policy"));
        Assert.Equal(HttpStatusCode.NotModified, notModified.StatusCode);
        Assert.Equal(response.Header("Cache-Control"), notModified.Header("Cache-Control"));
    }

    public sealed class KeyRequiredApi(PostgresServer postgres) : Api(postgres)
    {
        protected override IEnumerable<string> Arguments => ["--Access:AnonymousRead=false", "--RateLimits:Enabled=true"];
    }
}
