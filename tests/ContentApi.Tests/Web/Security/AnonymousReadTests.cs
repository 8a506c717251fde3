using System.Net;
using ContentApi.Core.Model;

namespace ContentApi.Tests.Web.Security;

/// <summary>Where what is published is not for everybody.</summary>
public sealed class AnonymousReadTests(AnonymousReadTests.Closed api) : IClassFixture<AnonymousReadTests.Closed>
{
    [Fact]
    public async Task Reading_needs_a_key_any_valid_one()
    {
        using var anonymous = await api.Http.Ask("GET", "/v1/stories");
        await anonymous.ShouldBeProblem(HttpStatusCode.Unauthorized);
        Assert.Equal("Bearer realm=\"content-api\"", anonymous.Header("WWW-Authenticate"));
        Assert.Equal(HttpStatusCode.Unauthorized, await api.Http.Ask("GET", "/v1/stories/nothing").Status());
        Assert.Equal(HttpStatusCode.NotFound, await api.Http.Ask("GET", "/v1/previews/nothing").Status());
        Assert.Equal(HttpStatusCode.OK, await api.Http.Ask("GET", "/health/ready").Status());
        Assert.Equal(HttpStatusCode.OK, await api.Http.Ask("GET", "/openapi/v1.json").Status());

        foreach (var scope in Enum.GetValues<Scope>())
        {
            Assert.Equal(HttpStatusCode.OK, await api.Http.Ask("GET", "/v1/stories", (await api.MakeKey(scope.GetName(), [scope])).Key).Status());
        }
    }

    [Fact]
    public async Task Answers_are_private_and_tell_what_is_left()
    {
        var key = (await api.MakeKey("Reader", [Scope.Read])).Key;

        using var response = await api.Http.Ask("GET", "/v1/stories", key);
        using var again = await api.Http.Ask("GET", "/v1/stories", key, json: null, ("If-None-Match", response.Headers.ETag!.Tag));

        Assert.Equal("private, max-age=0, stale-while-revalidate=30, stale-if-error=600", response.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("\"key\";q=12000;w=60", response.Header("RateLimit-Policy"));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(response.Header("Cache-Control"), again.Header("Cache-Control"));
    }

    public sealed class Closed(PostgresServer postgres) : Api(postgres)
    {
        protected override IEnumerable<string> Arguments => ["--Access:AnonymousRead=false", "--RateLimits:Enabled=true"];
    }
}
