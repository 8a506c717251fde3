using System.IO.Compression;
using System.Net;
using ContentApi.Tests.Delivery;

namespace ContentApi.Tests.Web.ResponseCache;

public sealed class EncodingTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    private const string StoryPath = "/v1/stories/adas-first-loom";

    [Theory]
    [InlineData("gzip", "-gz")]
    [InlineData("br", "-br")]
    public async Task Each_encoding_has_its_own_strong_entity_tag_and_the_same_content(string coding, string suffix)
    {
        using var plain = await api.Get(StoryPath);
        for (var n = 0; n < 2; n++) // rendered, and then cached
        {
            using var encoded = await api.Get(StoryPath, ("Accept-Encoding", coding));
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
    public async Task Head_and_304_have_the_headers_of_get_in_each_encoding(string coding)
    {
        using var get = await api.Get(StoryPath, ("Accept-Encoding", coding));
        using var head = await api.Send(HttpMethod.Head, StoryPath, ("Accept-Encoding", coding));
        using var notModified = await api.Get(StoryPath, ("Accept-Encoding", coding), ("If-None-Match", get.Headers.ETag!.Tag));
        using var headNotModified = await api.Send(HttpMethod.Head, StoryPath, ("Accept-Encoding", coding), ("If-None-Match", get.Headers.ETag!.Tag));

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal((get.Headers.ETag, get.Content.Headers.ContentLength), (head.Headers.ETag, head.Content.Headers.ContentLength));
        Assert.Equal(get.Content.Headers.ContentEncoding, head.Content.Headers.ContentEncoding);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        foreach (var response in new[] { notModified, headNotModified })
        {
            Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
            Assert.Equal(get.Headers.ETag, response.Headers.ETag);
            Assert.Equal(["Accept-Encoding"], response.Headers.Vary);
            Assert.Equal(get.Headers.CacheControl, response.Headers.CacheControl);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task The_entity_tag_of_one_encoding_matches_requests_that_accept_another()
    {
        using var plain = await api.Get(StoryPath);
        using var strong = await api.Get(StoryPath, ("Accept-Encoding", "br"), ("If-None-Match", plain.Headers.ETag!.Tag));
        using var weak = await api.Get(StoryPath, ("Accept-Encoding", "br"), ("If-None-Match", $"\"x\", W/{plain.Headers.ETag!.Tag[..^1]}-gz\""));
        using var other = await api.Get(StoryPath, ("Accept-Encoding", "br"), ("If-None-Match", $"{plain.Headers.ETag!.Tag[..^1]}-xx\""));

        Assert.Equal((HttpStatusCode.NotModified, plain.Headers.ETag), (strong.StatusCode, strong.Headers.ETag));
        Assert.Equal(HttpStatusCode.NotModified, weak.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Small_responses_are_not_compressed_and_have_no_Vary_header()
    {
        using var revision = await api.Get("/v1/revision", ("Accept-Encoding", "br"));

        Assert.Empty(revision.Content.Headers.ContentEncoding);
        Assert.Empty(revision.Headers.Vary);
    }

    [Fact]
    public async Task Each_problem_has_the_trace_id_of_its_request()
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
