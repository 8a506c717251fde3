using ContentApi.ChangeLog;
using ContentApi.Data;
using ContentApi.Web.ResponseCache;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ContentApi.Tests.Web.ResponseCache;

public sealed class ResponseCacheStoreTests
{
    private static readonly DateTime At = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly InvalidationIndex log = new(TimeProvider.System);
    private readonly ResponseCacheStore cache;

    public ResponseCacheStoreTests()
    {
        log.StartGeneration(1);
        cache = new ResponseCacheStore(log, Options.Create(new CacheOptions { SizeLimitMegabytes = 1 }));
    }

    [Theory]
    [InlineData("", "identity")]
    [InlineData("gzip", "gzip")]
    [InlineData("x-gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("GZIP;Q=1.0, BR;q=0.5", "gzip")]
    [InlineData("gzip;q=0.5,br;q=0.5", "br")]
    [InlineData("gzip;q=0", "identity")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("*", "br")]
    [InlineData("*;q=0", "identity")]
    [InlineData("identity", "identity")]
    [InlineData("identity;q=1, gzip;q=0.5", "identity")]
    [InlineData("gzip;q=0.001", "gzip")]
    [InlineData("deflate, zstd", "identity")]
    [InlineData("gzip;q=nonsense", "gzip")]
    [InlineData(" , ;q=1,br ; q=0.1 ", "br")]
    public void The_accepted_encoding_with_the_highest_quality_is_chosen(string header, string coding) =>
        Assert.Equal(coding, ContentCodings.Choose(header.Length == 0 ? default : header).ToHeaderValue() ?? "identity");

    [Theory]
    [InlineData("", "", true)]
    [InlineData("?", "", true)]
    [InlineData("?limit=1&sort=title", "?sort=title&limit=1", true)]
    [InlineData("?limit=1&minRevision=7", "?limit=1", true)]
    [InlineData("?sort=%74itle", "?sort=title", true)]
    [InlineData("?a=b+c", "?a=b%20c", true)]
    [InlineData("?limit=1&limit=1", "?limit=1", false)]
    [InlineData("?limit=", "", false)]
    [InlineData("?Limit=1", "?limit=1", false)]
    [InlineData("?a%3Db=c", "?a=b%3Dc", false)]
    [InlineData("?a=b%26c=d", "?a=b&c=d", false)]
    public void Only_equivalent_queries_share_a_key(string one, string other, bool same) => Assert.Equal(same, Key(one) == Key(other));

    [Theory]
    [InlineData("?minRevision=x")]
    [InlineData("?minRevision=-1")]
    [InlineData("?minRevision=1&minRevision=1")]
    [InlineData("?minRevision=9007199254740992")]
    [InlineData("?a=b%01c=d")]
    [InlineData("?a=%02")]
    public void An_invalid_query_has_no_key(string query) => Assert.Null(Key(query));

    [Fact]
    public void A_path_that_imitates_a_key_with_parameters_has_no_key() => Assert.Null(Key("", "/v1/stories/a\u0001limit\u00021"));

    [Fact]
    public void The_cache_stays_within_its_size_limit_and_keeps_used_entries()
    {
        cache.Set("often", CreateResponse(1));
        for (var n = 0; n < 5_000; n++)
        {
            cache.Set($"once {n}", CreateResponse(1));
            Assert.InRange(cache.Bytes, 1, 1024 * 1024);
            Assert.True(cache.Find("often", log.Applied!) is not null, $"The used entry was evicted after {n} others.");
        }

        Assert.InRange(cache.Count, 100, 1024);
        Assert.Null(cache.Find("once 0", log.Applied!));
    }

    [Fact]
    public void An_older_response_never_replaces_a_newer_one()
    {
        cache.Set("key", CreateResponse(3));
        cache.Set("key", CreateResponse(2));

        Assert.Equal(3, cache.Find("key", log.Applied!)!.Revision);
    }

    [Fact]
    public void A_response_stored_after_its_tag_changed_is_not_found()
    {
        var late = CreateResponse(1);
        log.Invalidate(["story:a"], 2);
        log.Advance(2);
        cache.Set("key", late);

        Assert.Null(cache.Find("key", log.Applied!));
    }

    private static CachedResponse CreateResponse(long revision) =>
        new(new byte[1000], ContentCoding.Identity, ["story:a"], new SnapshotRevision(revision, At, At), generation: 1, nextUrl: null, new DeliveryOptions(), isStored: true);

    [Theory]
    [InlineData("?read=a&read=b", "?read=a,b", true)]
    [InlineData("?read=a&limit=1&read=b", "?limit=1&read=a%2Cb", true)]
    [InlineData("?read=a,b&read=c", "?read=a&read=b,c", true)]
    [InlineData("?read=b&read=a", "?read=a&read=b", false)]
    [InlineData("?read=a&read=", "?read=a", false)]
    [InlineData("?q=a&q=b", "?q=a,b", false)]
    public void A_repeated_list_has_the_key_of_the_separated_list(string one, string other, bool same) => Assert.Equal(same, Key(one) == Key(other));

    [Fact]
    public void A_list_of_fifty_repeated_items_has_a_key()
    {
        var items = Enumerable.Range(0, 50).Select(n => $"item-{n}").ToList();

        Assert.Equal(Key($"?limit=1&read={string.Join(',', items)}"), Key($"?{string.Join('&', items.Select(item => $"read={item}"))}&limit=1"));
        Assert.Null(Key($"?{string.Join('&', Enumerable.Range(0, 100).Select(n => $"read={n}"))}"));
        Assert.NotNull(Key($"?{string.Join('&', Enumerable.Range(0, 80).Select(n => (char)(0x100 + n)))}")); // names without values
    }

    private static string? Key(string query, string path = "/v1/stories")
    {
        var context = new DefaultHttpContext();
        context.SetEndpoint(new Endpoint(requestDelegate: null, new EndpointMetadataCollection(new ListParameters(new HashSet<string> { "read" })), displayName: null));
        var request = context.Request;
        (request.Path, request.QueryString) = (path, new QueryString(query));
        var buffer = new char[CacheKey.GetMaxLength(request)];
        return CacheKey.TryWrite(request, ContentCoding.Gzip, buffer, out var length, out _) ? new string(buffer, 0, length) : null;
    }
}
