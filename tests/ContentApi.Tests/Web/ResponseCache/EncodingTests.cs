using System.IO.Compression;
using System.Net;
using ContentApi.Tests.Delivery;

namespace ContentApi.Tests.Web.ResponseCache;

public sealed class EncodingTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    private const string Address = "/v1/stories/adas-first-loom";

    [Theory]
    [InlineData("gzip", "-gz")]
    [InlineData("br", "-br")]
    public async Task An_encoding_has_a_strong_tag_of_its_own_and_the_same_content(string coding, string suffix)
    {
        using var plain = await api.Get(Address);
        for (var n = 0; n < 2; n++) // made, and kept
        {
            using var encoded = await api.Get(Address, ("Accept-Encoding", coding));
            Assert.Equal([coding], encoded.Content.Headers.ContentEncoding);
            Assert.Equal(plain.Headers.ETag!.Tag.TrimEnd('"') + suffix + '"', encoded.Headers.ETag!.Tag);
            Assert.False(encoded.Headers.ETag.IsWeak);
            Assert.Equal(["Accept-Encoding"], encoded.Headers.Vary);
            var bytes = await encoded.Content.ReadAsByteArrayAsync();
            Assert.Equal(encoded.Content.Headers.ContentLength, bytes.Length);
            Assert.Equal(await plain.Content.ReadAsByteArrayAsync(), Decode(bytes, coding));
        }

        Assert.Equal(["Accept-Encoding"], plain.Headers.Vary);
        Assert.Empty(plain.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task Head_and_304_agree_with_get_in_each_encoding(string coding)
    {
        using var get = await api.Get(Address, ("Accept-Encoding", coding));
        using var head = await api.Send(HttpMethod.Head, Address, ("Accept-Encoding", coding));
        using var same = await api.Get(Address, ("Accept-Encoding", coding), ("If-None-Match", get.Headers.ETag!.Tag));
        using var headSame = await api.Send(HttpMethod.Head, Address, ("Accept-Encoding", coding), ("If-None-Match", get.Headers.ETag!.Tag));

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal((get.Headers.ETag, get.Content.Headers.ContentLength), (head.Headers.ETag, head.Content.Headers.ContentLength));
        Assert.Equal(get.Content.Headers.ContentEncoding, head.Content.Headers.ContentEncoding);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        foreach (var confirmed in new[] { same, headSame })
        {
            Assert.Equal(HttpStatusCode.NotModified, confirmed.StatusCode);
            Assert.Equal(get.Headers.ETag, confirmed.Headers.ETag);
            Assert.Equal(["Accept-Encoding"], confirmed.Headers.Vary);
            Assert.Equal(get.Headers.CacheControl, confirmed.Headers.CacheControl);
            Assert.Empty(await confirmed.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_copy_in_one_encoding_is_confirmed_to_who_accepts_another_under_its_own_tag()
    {
        using var plain = await api.Get(Address);
        using var confirmed = await api.Get(Address, ("Accept-Encoding", "br"), ("If-None-Match", plain.Headers.ETag!.Tag));
        using var weak = await api.Get(Address, ("Accept-Encoding", "br"), ("If-None-Match", $"\"x\", W/{plain.Headers.ETag!.Tag[..^1]}-gz\""));
        using var other = await api.Get(Address, ("Accept-Encoding", "br"), ("If-None-Match", $"{plain.Headers.ETag!.Tag[..^1]}-xx\""));

        Assert.Equal((HttpStatusCode.NotModified, plain.Headers.ETag), (confirmed.StatusCode, confirmed.Headers.ETag));
        Assert.Equal(HttpStatusCode.NotModified, weak.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task What_is_small_is_not_compressed_and_does_not_vary()
    {
        using var revision = await api.Get("/v1/revision", ("Accept-Encoding", "br"));

        Assert.Empty(revision.Content.Headers.ContentEncoding);
        Assert.Empty(revision.Headers.Vary);
    }

    [Fact]
    public async Task Problems_are_worded_for_each_request()
    {
        using var one = await api.Get("/v1/stories/nowhere", ("traceparent", "00-11111111111111111111111111111111-2222222222222222-00"));
        using var two = await api.Get("/v1/stories/nowhere", ("traceparent", "00-33333333333333333333333333333333-2222222222222222-00"));

        Assert.Equal("11111111111111111111111111111111", (string)(await one.ShouldBeProblem(HttpStatusCode.NotFound))["traceId"]!);
        Assert.Equal("33333333333333333333333333333333", (string)(await two.ShouldBeProblem(HttpStatusCode.NotFound))["traceId"]!);
        Assert.Equal(one.Revision(), two.Revision());
    }

    private static byte[] Decode(byte[] bytes, string coding)
    {
        using var source = new MemoryStream(bytes);
        using Stream decoder = coding == "br" ? new BrotliStream(source, CompressionMode.Decompress) : new GZipStream(source, CompressionMode.Decompress);
        using var target = new MemoryStream();
        decoder.CopyTo(target);
        return target.ToArray();
    }
}
