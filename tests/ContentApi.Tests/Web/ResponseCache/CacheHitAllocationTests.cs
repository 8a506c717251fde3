using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;
using ContentApi.Tests.Delivery;

namespace ContentApi.Tests.Web.ResponseCache;

[Collection(nameof(ExclusiveCollection))]
public sealed class CacheHitAllocationTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    [Theory]
    [InlineData("/v1/stories/second-shift", "")]
    [InlineData("/v1/stories/second-shift?include=navigation&body=html", "Accept-Encoding: gzip, deflate, br\r\n")]
    [InlineData("/v1/stories", "If-None-Match: *\r\n")]
    public async Task A_cache_hit_allocates_at_most_3_KB(string path, string headers)
    {
        await using var node = await Node.Start(api.ConnectionString, SmallLibrary.Settings);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(node.Http.BaseAddress!.Host, node.Http.BaseAddress.Port);
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: x\r\n{headers}\r\n");
        var buffer = new byte[256 * 1024];
        SendRequests(2000);

        const int requests = 200;
        var bytesPerRequest = Enumerable.Range(0, 50).Min(_ => // background services allocate at the same time, so the minimum counts
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            SendRequests(requests);
            return (GC.GetTotalAllocatedBytes(precise: true) - before) / requests;
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{bytesPerRequest} bytes");
        Assert.InRange(bytesPerRequest, 0, 3 * 1024); // for the whole pipeline in Debug, where async methods allocate more than in Release

        void SendRequests(int count)
        {
            for (var n = 0; n < count; n++)
            {
                socket.Send(request);
                for (var (received, expected) = (0, int.MaxValue); received < expected;)
                {
                    received += socket.Receive(buffer.AsSpan(received));
                    var head = buffer.AsSpan(0, received).IndexOf("\r\n\r\n"u8);
                    if (head >= 0 && expected == int.MaxValue)
                    {
                        var length = buffer.AsSpan(0, head).IndexOf("Content-Length: "u8);
                        expected = head + 4 + (length < 0 ? 0 : Utf8Parser.TryParse(buffer.AsSpan(length + 16), out int body, out _) ? body : 0);
                    }
                }
            }
        }
    }
}
