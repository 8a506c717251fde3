using System.Net;
using ContentApi.Core.Model;
using ContentApi.Web.Security;

namespace ContentApi.Tests.Web.Security;

/// <summary>Tests the rate limits over HTTP. The node trusts the tests as a proxy, so that `X-Forwarded-For` can simulate many clients.</summary>
public sealed class RateLimitTests(RateLimitTests.RateLimitedApi api) : IClassFixture<RateLimitTests.RateLimitedApi>
{
    [Fact]
    public async Task Requests_beyond_the_limit_return_429_with_Retry_After()
    {
        for (var i = 0; i < 5; i++)
        {
            using var allowed = await From("10.0.0.1", "/v1/stories");
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
            Assert.Equal("", allowed.Header("RateLimit")); // the response is public, so caches would send the header to other callers
        }

        using var refused = await From("10.0.0.1", "/v1/stories");
        await refused.ShouldBeProblem(HttpStatusCode.TooManyRequests);
        Assert.InRange(int.Parse(refused.Header("Retry-After"), null), 10, 12);
        Assert.Equal("\"anonymous\";q=5;w=60", refused.Header("RateLimit-Policy"));
        Assert.Equal("*", refused.Header("Access-Control-Allow-Origin"));
        Assert.Matches("^\"anonymous\";r=0;t=1[0-2]$", refused.Header("RateLimit"));
    }

    [Fact]
    public async Task Each_caller_has_a_separate_limit()
    {
        var (noisy, quiet) = ((await api.CreateKey("Noisy", [Scope.Read])).Key, (await api.CreateKey("Quiet", [Scope.Read])).Key);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => From("10.0.0.2", "/v1/stories", noisy).Status()));

        Assert.Equal(8, statuses.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(92, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
        Assert.Equal(HttpStatusCode.OK, await From("10.0.0.2", "/v1/stories", quiet).Status());
        Assert.Equal(HttpStatusCode.OK, await From("10.0.0.2", "/v1/stories").Status());
        Assert.Equal(HttpStatusCode.OK, await From("10.0.0.3", "/v1/stories").Status());
    }

    [Fact]
    public async Task X_Forwarded_Proto_of_a_trusted_proxy_is_honored()
    {
        using var response = await From("10.0.0.40", "/v1/stories", key: null, ("X-Forwarded-Proto", "https"));

        Assert.Equal("max-age=31536000", response.Header("Strict-Transport-Security"));
    }

    [Fact]
    public async Task A_304_from_the_response_cache_does_not_count()
    {
        // A node that has just started caches nothing until it has read the change log, which minRevision waits for.
        Assert.Equal(HttpStatusCode.OK, await From("10.0.0.99", "/v1/stories?minRevision=0").Status());
        using var first = await From("10.0.0.4", "/v1/stories");
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.NotModified, await From("10.0.0.4", "/v1/stories", key: null, ("If-None-Match", first.Headers.ETag!.Tag)).Status());
        }

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await From("10.0.0.4", "/v1/stories").Status());
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await From("10.0.0.4", "/v1/stories").Status());
    }

    [Theory]
    [InlineData("GET", "10.0.1.1", "If-None-Match", "*")]
    [InlineData("HEAD", "10.0.1.2", "If-None-Match", "*")]
    [InlineData("GET", "10.0.1.3", "If-None-Match", "\"wrong\", *")]
    [InlineData("GET", "10.0.1.4", "If-None-Match", "\"wrong\"")]
    [InlineData("GET", "10.0.1.5", "If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT")]
    public async Task A_conditional_request_that_runs_the_endpoint_counts(string method, string address, string name, string value)
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 30; i++)
        {
            using var response = await api.Http.Send(method, $"/v1/search?q={address}-{i}", headers: [("X-Forwarded-For", address), (name, value)]);
            statuses.Add(response.StatusCode);
        }

        Assert.Equal(25, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task With_a_key_a_304_that_runs_the_endpoint_counts_but_not_one_from_the_cache()
    {
        var key = (await api.CreateKey("Searcher", [Scope.Read], rateLimit: 3)).Key;
        Assert.Equal(HttpStatusCode.NotModified, await From("10.0.1.7", "/v1/search?q=own-0", key, ("If-None-Match", "*")).Status());
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.NotModified, await From("10.0.1.7", "/v1/search?q=own-0", key, ("If-None-Match", "*")).Status());
        }

        Assert.Equal(HttpStatusCode.NotModified, await From("10.0.1.7", "/v1/search?q=own-1", key, ("If-None-Match", "*")).Status());
        Assert.Equal(HttpStatusCode.NotModified, await From("10.0.1.7", "/v1/search?q=own-2", key, ("If-None-Match", "*")).Status());
        Assert.Equal(HttpStatusCode.TooManyRequests, await From("10.0.1.7", "/v1/search?q=own-3", key, ("If-None-Match", "*")).Status());
    }

    [Fact]
    public async Task A_key_has_its_own_limit_which_private_responses_state_in_headers()
    {
        var key = (await api.CreateKey("Small", [Scope.Admin], rateLimit: 2)).Key;

        using var first = await From("10.0.0.5", "/v1/keys", key);
        using var forbidden = await From("10.0.0.5", "/v1/drafts", key);
        using var third = await From("10.0.0.5", "/v1/keys", key);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("\"key\";q=2;w=60", first.Header("RateLimit-Policy"));
        Assert.Matches("^\"key\";r=1;t=(29|30)$", first.Header("RateLimit"));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
    }

    [Fact]
    public async Task Requests_with_invalid_keys_have_a_separate_limit_per_address()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await From("10.0.0.6", "/v1/stories", ApiKeyToken.Create()).Status());
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await From("10.0.0.6", "/v1/stories", "cak_mistyped").Status());
        Assert.Equal(HttpStatusCode.OK, await From("10.0.0.6", "/v1/stories").Status());
    }

    [Fact]
    public async Task An_IPv6_64_network_is_one_caller_and_only_v1_is_limited()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await From($"2001:db8:1:2::{i + 1}", "/v1/stories").Status());
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await From("2001:db8:1:2:ffff::1", "/v1/stories").Status());
        Assert.Equal(HttpStatusCode.OK, await From("2001:db8:1:3::1", "/v1/stories").Status());
        Assert.Equal(HttpStatusCode.OK, await From("2001:db8:1:2::1", "/health/live").Status());
        Assert.Equal(HttpStatusCode.OK, await From("2001:db8:1:2::1", "/openapi/v1.json").Status());
    }

    private Task<HttpResponseMessage> From(string address, string path, string? key = null, params (string, string)[] headers) =>
        api.Http.Send("GET", path, key, json: null, [("X-Forwarded-For", address), .. headers]);

    public sealed class RateLimitedApi(PostgresServer postgres) : Api(postgres)
    {
        protected override IEnumerable<string> Arguments =>
            ["--RateLimits:Enabled=true", "--RateLimits:Anonymous:PerMinute=5", "--RateLimits:Key:PerMinute=8", "--Proxy:Trusted:0=127.0.0.1"];
    }
}

/// <summary>Tests the rate limits of a node without a response cache, where each 304 runs its endpoint.</summary>
public sealed class RateLimitWithoutCacheTests(RateLimitWithoutCacheTests.UncachedApi api) : IClassFixture<RateLimitWithoutCacheTests.UncachedApi>
{
    [Fact]
    public async Task Every_304_counts()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.NotModified, await api.Http.Send("GET", "/v1/stories", headers: ("If-None-Match", "*")).Status());
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await api.Http.Send("GET", "/v1/stories", headers: ("If-None-Match", "*")).Status());
    }

    public sealed class UncachedApi(PostgresServer postgres) : Api(postgres)
    {
        protected override IEnumerable<string> Arguments => ["--RateLimits:Enabled=true", "--RateLimits:Anonymous:PerMinute=5", "--Cache:SizeLimitMegabytes=0"];
    }
}

/// <summary>Tests the algorithm with a clock that the tests advance.</summary>
public sealed class RateLimiterTests
{
    private readonly ManualClock clock = new();

    [Fact]
    public void Permits_refill_evenly_up_to_the_limit_of_one_minute()
    {
        var limiter = new RateLimiter(clock);
        var caller = RateLimitPartition.From(IPAddress.Parse("192.0.2.1"), hasInvalidKey: false);

        Assert.Equal(60, TakeAll(limiter, caller, 60));
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(1, TakeAll(limiter, caller, 60));
        clock.Now += TimeSpan.FromSeconds(10.5);
        Assert.Equal(10, TakeAll(limiter, caller, 60));
        clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(60, TakeAll(limiter, caller, 60));
        limiter.Refund(caller, 60);
        Assert.Equal(1, TakeAll(limiter, caller, 60));
    }

    [Fact]
    public async Task Concurrent_requests_get_exactly_the_available_permits()
    {
        var limiter = new RateLimiter(clock);
        var caller = RateLimitPartition.From(IPAddress.Loopback, hasInvalidKey: false);

        var allowed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 1000).Count(_ => limiter.AttemptAcquire(caller, 500).IsAllowed))));

        Assert.Equal(500, allowed.Sum());
    }

    [Fact]
    public void The_number_of_tracked_callers_is_bounded_and_idle_callers_are_removed()
    {
        var limiter = new RateLimiter(clock);
        for (var i = 0; i < 3 * RateLimiter.MaxPartitions; i++)
        {
            limiter.AttemptAcquire(RateLimitPartition.From(new IPAddress([(byte)(i >> 24), (byte)(i >> 16), (byte)(i >> 8), (byte)i]), hasInvalidKey: false), 1);
        }

        Assert.InRange(limiter.PartitionCount, 1, RateLimiter.MaxPartitions);
        var quiet = RateLimitPartition.From(IPAddress.Parse("198.51.100.7"), hasInvalidKey: false);
        Assert.True(limiter.AttemptAcquire(quiet, 1).IsAllowed);
        clock.Now += TimeSpan.FromMinutes(2);
        limiter.AttemptAcquire(quiet, 1);
        Assert.InRange(limiter.PartitionCount, 0, 1);
    }

    private static int TakeAll(RateLimiter limiter, RateLimitPartition caller, int perMinute)
    {
        var taken = 0;
        while (limiter.AttemptAcquire(caller, perMinute).IsAllowed)
        {
            taken++;
        }

        return taken;
    }

    private sealed class ManualClock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromDays(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
