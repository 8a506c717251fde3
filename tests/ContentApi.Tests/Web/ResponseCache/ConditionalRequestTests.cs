using System.Net;
using ContentApi.Tests.Delivery;
using ContentApi.Web.ResponseCache;
using Microsoft.AspNetCore.Http;

namespace ContentApi.Tests.Web.ResponseCache;

public sealed class ConditionalRequestTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    public static TheoryData<string> Resources =>
    [
        "/v1/stories", "/v1/stories?limit=1", "/v1/stories/second-shift", "/v1/stories/second-shift?body=html", "/v1/story-batch?slugs=second-shift", "/v1/stories/second-shift/takeaways",
        "/v1/stories/second-shift/recommendations", "/v1/founders", "/v1/founders/ada-weaver", "/v1/takeaways", "/v1/topics", "/v1/topics/craft", "/v1/revision",
    ];

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Every_response_has_validators_freshness_and_a_revision(string path)
    {
        using var response = await api.Get(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Matches("^\"[A-Za-z0-9_-]{22}\"$", response.Headers.ETag!.ToString());
        Assert.False(response.Headers.ETag.IsWeak);
        Assert.NotNull(response.Content.Headers.LastModified);
        Assert.True(response.Content.Headers.LastModified <= DateTimeOffset.Parse(response.Headers.GetValues("Date").Single(), null));
        Assert.Equal("5", response.Headers.GetValues("Content-Revision").Single());
        Assert.Equal("public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=600", response.Headers.GetValues("Cache-Control").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(response.Headers.Contains("Server"));
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task X_Forwarded_Proto_of_an_untrusted_proxy_is_ignored()
    {
        using var response = await api.Http.Send("GET", "/v1/stories", key: null, json: null, [("X-Forwarded-Proto", "https")]);

        Assert.Equal("", response.Header("Strict-Transport-Security"));
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_matching_entity_tag_returns_304_with_the_same_headers_and_no_body(string path)
    {
        using var first = await api.Get(path);
        var etag = first.Headers.ETag!.ToString();

        foreach (var noneMatch in new[] { etag, $"W/{etag}", $"\"other\", {etag}", "*" })
        {
            using var again = await api.Get(path, ("If-None-Match", noneMatch));
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync());
            Assert.Equal(etag, again.Headers.ETag!.ToString());
            Assert.Equal("5", again.Headers.GetValues("Content-Revision").Single());
            Assert.Equal(first.Headers.CacheControl, again.Headers.CacheControl);
        }

        using var changed = await api.Get(path, ("If-None-Match", "\"other\""));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task An_outdated_If_Match_returns_412_before_If_None_Match_is_evaluated(string path)
    {
        using var first = await api.Get(path);
        var etag = first.Headers.ETag!.ToString();

        foreach (var match in new[] { "\"other\"", $"W/{etag}", $"\"other\", W/{etag}", "nonsense", etag.Trim('"') })
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            {
                using var failed = await api.Send(method, path, ("If-Match", match));
                using var both = await api.Send(method, path, ("If-Match", match), ("If-None-Match", etag));
                Assert.Equal((HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed), (failed.StatusCode, both.StatusCode));
                Assert.Equal((etag, "no-store", "5"), (failed.Headers.ETag!.ToString(), failed.Headers.CacheControl!.ToString(), failed.Header("Content-Revision")));
                Assert.Null(failed.Content.Headers.LastModified);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_current_If_Match_changes_nothing(string path)
    {
        using var first = await api.Get(path);
        var etag = first.Headers.ETag!.ToString();

        foreach (var match in new[] { etag, "*", $"\"other\", {etag}", $"{etag[..^1]}-br\"", $"{etag[..^1]}-gz\"" })
        {
            using var read = await api.Get(path, ("If-Match", match));
            using var compressed = await api.Get(path, ("If-Match", match), ("Accept-Encoding", "br"));
            using var notModified = await api.Get(path, ("If-Match", match), ("If-None-Match", etag));
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotModified), (read.StatusCode, compressed.StatusCode, notModified.StatusCode));
        }
    }

    [Theory]
    [InlineData("-gzip")]
    [InlineData("--gzip")]
    [InlineData(";gzip")]
    [InlineData("-br")]
    [InlineData("--br")]
    [InlineData(";br")]
    [InlineData("-gz")]
    [InlineData("-br-gzip")]
    [InlineData("-gz--gzip")]
    [InlineData("-gzip;br")]
    [InlineData("-deflate")]
    [InlineData("-zstd")]
    public async Task An_entity_tag_that_a_proxy_has_changed_still_matches(string suffix)
    {
        using var first = await api.Get("/v1/stories/second-shift");
        var etag = first.Headers.ETag!.Tag;
        var changed = $"{etag[..^1]}{suffix}\"";

        foreach (var noneMatch in new[] { changed, $"W/{changed}", $"\"other\", {changed}" })
        {
            using var notModified = await api.Get("/v1/stories/second-shift", ("If-None-Match", noneMatch));
            Assert.Equal(HttpStatusCode.NotModified, notModified.StatusCode);
            Assert.Equal(suffix is "-br" or "-gz" ? changed : etag, notModified.Headers.ETag!.ToString());
        }

        Assert.Equal(HttpStatusCode.OK, await api.Get("/v1/stories/second-shift", ("If-Match", changed)).Status());
        Assert.Equal(HttpStatusCode.PreconditionFailed, await api.Get("/v1/stories/second-shift", ("If-Match", $"W/{changed}")).Status());
    }

    [Theory]
    [InlineData("-lzma")]
    [InlineData("gzip")]
    [InlineData("-gzipped")]
    [InlineData("-")]
    [InlineData("---gzip")]
    [InlineData("-gzip-")]
    [InlineData("-1")]
    public async Task An_entity_tag_with_another_suffix_does_not_match(string suffix)
    {
        using var first = await api.Get("/v1/stories/second-shift");
        var changed = $"{first.Headers.ETag!.Tag[..^1]}{suffix}\"";

        Assert.Equal(HttpStatusCode.OK, await api.Get("/v1/stories/second-shift", ("If-None-Match", changed)).Status());
        Assert.Equal(HttpStatusCode.PreconditionFailed, await api.Get("/v1/stories/second-shift", ("If-Match", changed)).Status());
    }

    [Fact]
    public async Task If_Match_applies_to_cache_misses_and_uncached_responses_but_not_to_errors()
    {
        await using var uncached = await Node.Start(api.ConnectionString, [.. SmallLibrary.Settings, "--Cache:SizeLimitMegabytes=0"]);
        foreach (var http in new[] { api.Http, uncached.Http })
        {
            foreach (var coding in new[] { "identity", "gzip", "br" })
            {
                using var miss = await http.Send("GET", $"/v1/stories/second-shift?include=navigation&body=text&minRevision=1", headers: [("If-Match", "\"other\""), ("Accept-Encoding", coding)]);
                using var hit = await http.Send("GET", $"/v1/stories/second-shift?include=navigation&body=text&minRevision=1", headers: [("If-Match", miss.Headers.ETag!.Tag), ("Accept-Encoding", coding)]);
                var problem = await miss.ShouldBeProblem(HttpStatusCode.PreconditionFailed);
                Assert.Contains(miss.Headers.ETag.Tag, (string)problem["detail"]!, StringComparison.Ordinal);
                Assert.Equal(HttpStatusCode.OK, hit.StatusCode);
            }

            Assert.Equal(HttpStatusCode.NotFound, await http.Send("GET", "/v1/stories/nowhere", headers: [("If-Match", "\"other\"")]).Status());
            Assert.Equal(HttpStatusCode.NotFound, await http.Send("GET", "/v1/stories/nowhere", headers: [("If-Match", "*")]).Status());
            Assert.Equal(HttpStatusCode.BadRequest, await http.Send("GET", "/v1/stories?limit=0", headers: [("If-Match", "\"other\"")]).Status());
        }
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task Head_returns_the_headers_of_get(string path)
    {
        using var get = await api.Get(path);
        using var head = await api.Send(HttpMethod.Head, path);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task If_Modified_Since_is_ignored_while_the_second_of_the_change_may_not_be_over()
    {
        // The fixture changed the library seconds ago.
        using var first = await api.Get("/v1/stories");
        using var again = await api.Get("/v1/stories", ("If-Modified-Since", first.Content.Headers.LastModified!.Value.ToString("R")));

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }
}

public sealed class ResponseValidatorsTests
{
    private static readonly DateTime Changed = new(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc);

    [Theory]
    [InlineData(5, "03:04:04", "03:04:04", false)]
    [InlineData(3600, "03:04:05", "03:04:05", true)]
    [InlineData(3600, "03:04:05", "03:04:04", false)]
    [InlineData(3600, "03:04:05", "04:00:00", true)]
    public void If_Modified_Since_matches_only_after_the_second_of_the_change_is_over(int secondsLater, string lastModified, string since, bool isNotModified)
    {
        var validators = new ResponseValidators("x", "", new(1, Changed, Changed.AddSeconds(secondsLater)));
        IHeaderDictionary headers = new HeaderDictionary();
        headers.IfModifiedSince = $"Fri, 02 Jan 2026 {since} GMT";

        Assert.Equal($"Fri, 02 Jan 2026 {lastModified} GMT", validators.LastModified!.Value.ToString("R"));
        Assert.Equal(isNotModified, validators.IsNotModified(headers, out _));
        headers.IfNoneMatch = "\"y\""; // If-None-Match takes precedence
        Assert.False(validators.IsNotModified(headers, out _));
    }
}
