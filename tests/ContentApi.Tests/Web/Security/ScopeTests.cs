using System.Net;
using ContentApi.Core.Model;
using ContentApi.Web.ResponseCache;
using ContentApi.Web.Security;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ContentApi.Tests.Web.Security;

/// <summary>Tests the status of each endpoint for each kind of key.</summary>
public sealed class ScopeTests(ScopeTests.ApiWithKeys api) : IClassFixture<ScopeTests.ApiWithKeys>
{
    private const string NoBody = "";

    /// <summary>
    /// The endpoints with their required scope (null: none, "public": delivery) and their status for a caller with that scope. The named resources
    /// do not exist, so 403 instead of 404 shows that the scope is checked first, and 403 instead of 400 that it is checked before the body.
    /// </summary>
    private static readonly (string Method, string Path, string? Body, string? Scope, int Status)[] Endpoints =
    [
        ("GET", "/v1/stories", null, "public", 200),
        ("GET", "/v1/stories/nothing", null, "public", 404),
        ("GET", "/v1/founders", null, "public", 200),
        ("GET", "/v1/takeaways", null, "public", 200),
        ("GET", "/v1/topics", null, "public", 200),
        ("GET", "/v1/topics/nothing", null, "public", 404),
        ("GET", "/v1/collections", null, "public", 200),
        ("GET", "/v1/collections/nothing", null, "public", 404),
        ("GET", "/v1/collections/nothing/stories", null, "public", 404),
        ("GET", "/v1/revision", null, "public", 200),
        ("GET", "/v1/changes", null, "public", 200),
        ("GET", "/v1/nowhere", null, null, 404),
        ("PATCH", "/v1/stories", null, null, 405),
        ("GET", "/v1/previews/nothing", null, null, 404),
        ("GET", "/v1/drafts", null, "preview", 200),
        ("GET", "/v1/drafts?foo=1", null, "preview", 400),
        ("GET", "/v1/drafts/nothing", null, "preview", 404),
        ("GET", "/v1/drafts/nothing/versions", null, "preview", 404),
        ("GET", "/v1/drafts/nothing/versions/1", null, "preview", 404),
        ("GET", "/v1/drafts/nothing/versions/1/preview", null, "preview", 404),
        ("GET", "/v1/drafts/nothing/versions/1/diff", null, "preview", 404),
        ("PUT", "/v1/drafts/nothing", "{", "write", 400),
        ("PATCH", "/v1/drafts/nothing", NoBody, "write", 400),
        ("DELETE", "/v1/drafts/nothing", null, "write", 404),
        ("POST", "/v1/drafts/nothing/rename", "{}", "write", 422),
        ("PUT", "/v1/drafts/nothing/publication", """{"version":1}""", "write", 404),
        ("POST", "/v1/drafts/nothing/withdraw", null, "write", 404),
        ("GET", "/v1/drafts/nothing/schedule", null, "preview", 404),
        ("PUT", "/v1/drafts/nothing/schedule", "{}", "write", 404),
        ("DELETE", "/v1/drafts/nothing/schedule", null, "write", 404),
        ("PUT", "/v1/founders/nobody", "[]", "write", 400),
        ("PATCH", "/v1/founders/nobody", NoBody, "write", 400),
        ("DELETE", "/v1/founders/nobody", null, "write", 404),
        ("POST", "/v1/founders/nobody/rename", "{}", "write", 422),
        ("POST", "/v1/founders/nobody/merge", "{}", "write", 422),
        ("PUT", "/v1/topics/nothing", "[]", "write", 400),
        ("PATCH", "/v1/topics/nothing", NoBody, "write", 400),
        ("DELETE", "/v1/topics/nothing", null, "write", 404),
        ("POST", "/v1/topics/nothing/rename", "{}", "write", 422),
        ("POST", "/v1/topics/nothing/merge", "{}", "write", 422),
        ("PUT", "/v1/collections/nothing", "[]", "write", 400),
        ("PATCH", "/v1/collections/nothing", NoBody, "write", 400),
        ("DELETE", "/v1/collections/nothing", null, "write", 404),
        ("POST", "/v1/collections/nothing/rename", "{}", "write", 422),
        ("POST", "/v1/imports", NoBody, "write", 400),
        ("POST", "/v1/preview-links", "{}", "preview", 422),
        ("GET", "/v1/preview-links", null, "preview", 200),
        ("DELETE", "/v1/preview-links/0198e4a1-7c00-7d3b-a5f0-3c2b1a098765", null, "preview", 404),
        ("GET", "/v1/keys", null, "admin", 200),
        ("POST", "/v1/keys", "{}", "admin", 422),
        ("GET", "/v1/keys/0198e4a1-7c00-7d3b-a5f0-3c2b1a098765", null, "admin", 404),
        ("DELETE", "/v1/keys/0198e4a1-7c00-7d3b-a5f0-3c2b1a098765", null, "admin", 404),
        ("GET", "/v1/audit", null, "admin", 200),
    ];

    private static readonly string[] KeyKinds = ["anonymous", "wrong", "malformed", "empty", "expired", "revoked", "read", "preview", "write", "syndicate", "admin"];

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var table = new TheoryData<string, string, string>();
            foreach (var endpoint in Endpoints)
            {
                foreach (var kind in KeyKinds)
                {
                    table.Add(kind, endpoint.Method, endpoint.Path);
                }
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Each_endpoint_returns_the_expected_status_for_each_kind_of_key(string kind, string method, string path)
    {
        var endpoint = Endpoints.Single(endpoint => (endpoint.Method, endpoint.Path) == (method, path));
        var isOpen = endpoint.Scope is null or "public";
        var expected = kind switch
        {
            "anonymous" => isOpen ? endpoint.Status : 401,
            "wrong" or "malformed" or "empty" or "expired" or "revoked" => 401,
            _ => isOpen || endpoint.Scope == kind ? endpoint.Status : 403,
        };

        using var response = await api.Http.Send(method, path, api.Keys[kind], endpoint.Body);

        Assert.True((int)response.StatusCode == expected, $"{kind} key, {method} {path}: expected {expected}, got {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        if (expected is 401 or 403)
        {
            var problem = await response.ShouldBeProblem((HttpStatusCode)expected);
            Assert.StartsWith("Bearer realm=\"content-api\"", response.Header("WWW-Authenticate"), StringComparison.Ordinal);
            if (expected == 403)
            {
                Assert.Contains($"the scope '{endpoint.Scope}'", (string)problem["detail"]!, StringComparison.Ordinal);
                Assert.Contains($"scope=\"{endpoint.Scope}\"", response.Header("WWW-Authenticate"), StringComparison.Ordinal);
            }
        }
        else if (endpoint.Scope != "public")
        {
            Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        }
    }

    [Fact]
    public void Every_v1_endpoint_declares_its_access_and_newsroom_endpoints_are_in_the_table()
    {
        var endpoints = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint => Assert.True(
            endpoint.Metadata.GetMetadata<DeliveryEndpoint>() is not null
                ? endpoint.Metadata.GetMetadata<RequiredScope>() is null
                : endpoint.Metadata.GetOrderedMetadata<RequiredScope>() is [{ Scope: Scope.Admin }, _], // the default of the group, and its own
            $"{endpoint.DisplayName} must be in MapDelivery, or in MapNewsroom with RequireScope or AllowPublicRead."));
        var newsroomEndpoints = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<NewsroomEndpoint>() is not null)
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (method, Pattern: endpoint.RoutePattern.RawText!)));
        Assert.All(newsroomEndpoints, endpoint => Assert.True(Endpoints.Any(row => row.Method == endpoint.method && Matches(row.Path, endpoint.Pattern)), $"{endpoint} is not in the table of ScopeTests."));
    }

    [Fact]
    public async Task A_key_is_accepted_in_either_header_but_two_different_keys_are_rejected()
    {
        var key = api.Keys["admin"]!;

        Assert.Equal(HttpStatusCode.OK, await api.Http.Send("GET", "/v1/keys", headers: ("X-Api-Key", key)).Status());
        Assert.Equal(HttpStatusCode.OK, await api.Http.Send("GET", "/v1/keys", headers: ("Authorization", $"bearer  {key}")).Status());
        Assert.Equal(HttpStatusCode.OK, await api.Http.Send("GET", "/v1/keys", key, headers: ("X-Api-Key", key)).Status());
        Assert.Equal(HttpStatusCode.Unauthorized, await api.Http.Send("GET", "/v1/keys", key, headers: ("X-Api-Key", api.Keys["read"]!)).Status());
        Assert.Equal(HttpStatusCode.Unauthorized, await api.Http.Send("GET", "/v1/stories", headers: ("Authorization", "Basic YTpi")).Status());
        Assert.Equal(HttpStatusCode.Unauthorized, await api.Http.Send("GET", "/v1/stories", headers: ("Authorization", key)).Status());
    }

    [Fact]
    public async Task A_valid_key_does_not_change_a_public_response()
    {
        using var anonymous = await api.Http.Send("GET", "/v1/stories");
        using var keyed = await api.Http.Send("GET", "/v1/stories", api.Keys["admin"]);

        Assert.Equal(anonymous.Headers.ETag, keyed.Headers.ETag);
        Assert.Equal(anonymous.Headers.CacheControl, keyed.Headers.CacheControl);
        Assert.Equal(Names(anonymous), Names(keyed));

        static IEnumerable<string> Names(HttpResponseMessage response) => response.Headers.Select(header => header.Key).Order();
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("malformed")]
    [InlineData("expired")]
    [InlineData("revoked")]
    public async Task A_cached_response_is_not_served_to_an_invalid_key(string kind)
    {
        using var first = await api.Http.Send("GET", "/v1/founders");
        var etag = ("If-None-Match", first.Headers.ETag!.ToString());

        Assert.Equal(HttpStatusCode.NotModified, await api.Http.Send("GET", "/v1/founders", headers: etag).Status());
        Assert.Equal(HttpStatusCode.Unauthorized, await api.Http.Send("GET", "/v1/founders", api.Keys[kind]).Status());
        Assert.Equal(HttpStatusCode.Unauthorized, await api.Http.Send("GET", "/v1/founders", api.Keys[kind], headers: etag).Status());
    }

    [Fact]
    public async Task The_problem_of_an_invalid_key_states_the_reason()
    {
        Assert.Contains("malformed", (string)(await api.Http.Send("GET", "/v1/stories", api.Keys["malformed"]).ReadJson(HttpStatusCode.Unauthorized))["detail"]!, StringComparison.Ordinal);
        Assert.Contains("expired at ", (string)(await api.Http.Send("GET", "/v1/stories", api.Keys["expired"]).ReadJson(HttpStatusCode.Unauthorized))["detail"]!, StringComparison.Ordinal);
        Assert.Contains("revoked", (string)(await api.Http.Send("GET", "/v1/stories", api.Keys["revoked"]).ReadJson(HttpStatusCode.Unauthorized))["detail"]!, StringComparison.Ordinal);
    }

    private static bool Matches(string path, string pattern)
    {
        var (segments, patternSegments) = (path.Split('?')[0].Split('/'), pattern.TrimEnd('/').Split('/'));
        return segments.Length == patternSegments.Length && segments.Zip(patternSegments).All(parts => parts.Second.StartsWith('{') || parts.First == parts.Second);
    }

    /// <summary>Runs the service with one key of each kind.</summary>
    public sealed class ApiWithKeys(PostgresServer postgres) : Api(postgres)
    {
        public Dictionary<string, string?> Keys { get; } = new(StringComparer.Ordinal);

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            foreach (var scope in Enum.GetValues<Scope>())
            {
                Keys[scope.GetName()] = (await this.CreateKey(scope.GetName(), [scope])).Key;
            }

            var revoked = await this.CreateKey("revoked", Enum.GetValues<Scope>());
            Assert.Equal(HttpStatusCode.NoContent, await Http.Send("DELETE", $"/v1/keys/{revoked.Id}", Keys["admin"]).Status());
            Keys["anonymous"] = null;
            Keys["wrong"] = ApiKeyToken.Create();
            Keys["malformed"] = Keys["admin"]![..^1] + (Keys["admin"]![^1] == 'a' ? 'b' : 'a');
            Keys["empty"] = "";
            Keys["revoked"] = revoked.Key;
            Keys["expired"] = (await this.CreateKey("expired", Enum.GetValues<Scope>(), TimeProvider.System.GetUtcNow().AddHours(-1))).Key;
        }
    }
}
