using System.Net;
using ContentApi.Core.Model;
using ContentApi.Web.Security;

namespace ContentApi.Tests.Web.Security;

/// <summary>Limits as callers see them. The node trusts the proxy that the tests play, so that there are many addresses.</summary>
public sealed class RateLimitTests(RateLimitTests.Limited api) : IClassFixture<RateLimitTests.Limited>
{
    [Fact]
    public async Task Beyond_the_limit_is_429_with_the_time_to_wait()
    {
        for (var i = 0; i < 5; i++)
        {
            using var shared = await From("10.0.0.1", "/v1/stories");
            Assert.Equal(HttpStatusCode.OK, shared.StatusCode);
            Assert.Equal("", shared.Header("RateLimit")); // a shared answer: a cache would tell it to others
        }

        using var refused = await From("10.0.0.1", "/v1/stories");
        await refused.ShouldBeProblem(HttpStatusCode.TooManyRequests);
        Assert.InRange(int.Parse(refused.Header("Retry-After"), null), 10, 12);
        Assert.Equal("\"anonymous\";q=5;w=60", refused.Header("RateLimit-Policy"));
        Assert.Equal("*", refused.Header("Access-Control-Allow-Origin"));
        Assert.Matches("^\"anonymous\";r=0;t=1[0-2]$", refused.Header("RateLimit"));
    }

    [Fact]
    public async Task A_noisy_caller_costs_a_quiet_one_nothing()
    {
        var (noisy, quiet) = ((await api.MakeKey("Noisy", [Scope.Read])).Key, (await api.MakeKey("Quiet", [Scope.Read])).Key);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => From("10.0.0.2", "/v1/stories", noisy).Status()));

        Assert.Equal(8, statuses.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(92, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
        Assert.Equal(HttpStatusCode.OK, await From("10.0.0.2", "/v1/stories", quiet).Status());
        Assert.Equal(HttpStatusCode.OK, await From("10.0.0.2", "/v1/stories").Status());
        Assert.Equal(HttpStatusCode.OK, await From("10.0.0.3", "/v1/stories").Status());
    }

    [Fact]
    public async Task What_a_trusted_proxy_says_of_a_request_is_believed()
    {
        using var response = await From("10.0.0.40", "/v1/stories", key: null, ("X-Forwarded-Proto", "https"));

        Assert.Equal("max-age=31536000", response.Header("Strict-Transport-Security"));
    }

    [Fact]
    public async Task A_304_from_the_response_cache_is_free()
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
            using var response = await api.Http.Ask(method, $"/v1/search?q={address}-{i}", headers: [("X-Forwarded-For", address), (name, value)]);
            statuses.Add(response.StatusCode);
        }

        Assert.Equal(25, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task A_key_with_its_own_limit_pays_for_a_304_that_runs_the_endpoint_and_not_for_one_from_the_cache()
    {
        var key = (await api.MakeKey("Searcher", [Scope.Read], rateLimit: 3)).Key;
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
    public async Task A_key_has_its_own_limit_which_private_answers_tell()
    {
        var key = (await api.MakeKey("Small", [Scope.Admin], rateLimit: 2)).Key;

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
    public async Task Whoever_tries_keys_is_limited_and_does_not_cost_others_of_the_address()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await From("10.0.0.6", "/v1/stories", ApiKeyToken.Create()).Status());
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await From("10.0.0.6", "/v1/stories", "cak_mistyped").Status());
        Assert.Equal(HttpStatusCode.OK, await From("10.0.0.6", "/v1/stories").Status());
    }

    [Fact]
    public async Task Of_ipv6_a_64_is_one_caller_and_only_v1_is_limited()
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
        api.Http.Ask("GET", path, key, json: null, [("X-Forwarded-For", address), .. headers]);

    public sealed class Limited(PostgresServer postgres) : Api(postgres)
    {
        protected override IEnumerable<string> Arguments =>
            ["--RateLimits:Enabled=true", "--RateLimits:Anonymous:PerMinute=5", "--RateLimits:Key:PerMinute=8", "--Proxy:Trusted:0=127.0.0.1"];
    }
}

/// <summary>Limits of a node that stores no responses: each 304 runs its endpoint.</summary>
public sealed class RateLimitWithoutCacheTests(RateLimitWithoutCacheTests.Uncached api) : IClassFixture<RateLimitWithoutCacheTests.Uncached>
{
    [Fact]
    public async Task Every_304_counts()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.NotModified, await api.Http.Ask("GET", "/v1/stories", headers: ("If-None-Match", "*")).Status());
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await api.Http.Ask("GET", "/v1/stories", headers: ("If-None-Match", "*")).Status());
    }

    public sealed class Uncached(PostgresServer postgres) : Api(postgres)
    {
        protected override IEnumerable<string> Arguments => ["--RateLimits:Enabled=true", "--RateLimits:Anonymous:PerMinute=5", "--Cache:SizeLimitMegabytes=0"];
    }
}

/// <summary>The algorithm, with a clock that the test moves.</summary>
public sealed class RateLimiterTests
{
    private readonly StoppedClock clock = new();

    [Fact]
    public void Requests_come_back_evenly_and_no_more_than_a_minutes_worth()
    {
        var limiter = new RateLimiter(clock);
        var caller = RateLimitPartition.From(IPAddress.Parse("192.0.2.1"), hasInvalidKey: false);

        Assert.Equal(60, Taken(limiter, caller, 60));
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(1, Taken(limiter, caller, 60));
        clock.Now += TimeSpan.FromSeconds(10.5);
        Assert.Equal(10, Taken(limiter, caller, 60));
        clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(60, Taken(limiter, caller, 60));
        limiter.Refund(caller, 60);
        Assert.Equal(1, Taken(limiter, caller, 60));
    }

    [Fact]
    public async Task Many_at_once_get_exactly_what_there_is()
    {
        var limiter = new RateLimiter(clock);
        var caller = RateLimitPartition.From(IPAddress.Loopback, hasInvalidKey: false);

        var allowed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 1000).Count(_ => limiter.AttemptAcquire(caller, 500).IsAllowed))));

        Assert.Equal(500, allowed.Sum());
    }

    [Fact]
    public void A_flood_of_addresses_is_forgotten_again_and_costs_bounded_memory()
    {
        var limiter = new RateLimiter(clock);
        for (var i = 0; i < 3 * RateLimiter.MaxCallers; i++)
        {
            limiter.AttemptAcquire(RateLimitPartition.From(new IPAddress([(byte)(i >> 24), (byte)(i >> 16), (byte)(i >> 8), (byte)i]), hasInvalidKey: false), 1);
        }

        Assert.InRange(limiter.CallerCount, 1, RateLimiter.MaxCallers);
        var quiet = RateLimitPartition.From(IPAddress.Parse("198.51.100.7"), hasInvalidKey: false);
        Assert.True(limiter.AttemptAcquire(quiet, 1).IsAllowed);
        clock.Now += TimeSpan.FromMinutes(2);
        limiter.AttemptAcquire(quiet, 1);
        Assert.InRange(limiter.CallerCount, 0, 1);
    }

    private static int Taken(RateLimiter limiter, RateLimitPartition caller, int perMinute)
    {
        var taken = 0;
        while (limiter.AttemptAcquire(caller, perMinute).IsAllowed)
        {
            taken++;
        }

        return taken;
    }

    private sealed class StoppedClock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromDays(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
