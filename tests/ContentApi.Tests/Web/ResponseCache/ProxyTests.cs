using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using ContentApi.Tests.ContractConformance;
using ContentApi.Tests.Delivery;

namespace ContentApi.Tests.Web.ResponseCache;

/// <summary>What a caching proxy in front makes of validators, encodings and freshness: nginx, where it is installed.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ProxyTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    private const string Address = "/v1/stories/adas-first-loom";

    private static readonly string? Nginx = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/usr/local/sbin"])
        .Select(folder => Path.Combine(folder, "nginx")).FirstOrDefault(File.Exists);

    [Fact]
    public async Task A_proxy_keeps_each_encoding_apart_and_confirms_copies()
    {
        Assert.SkipWhen(Nginx is null, "nginx is not installed (Debian, Ubuntu: apt-get install nginx-light).");
        await using var node = await Node.Start(api.ConnectionString);
        await using var proxy = await Proxy.Start(Nginx!, node.Http.BaseAddress!);

        foreach (var encoding in new[] { "identity", "gzip", "br" })
        {
            using var direct = await Get(node.Http, ("Accept-Encoding", encoding));
            using var first = await Get(proxy.Http, ("Accept-Encoding", encoding));
            using var second = await Get(proxy.Http, ("Accept-Encoding", encoding));
            Assert.Equal(("MISS", "HIT"), (State(first), State(second)));
            foreach (var answer in new[] { first, second })
            {
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.Equal(direct.Headers.ETag, answer.Headers.ETag);
                Assert.Equal(direct.Content.Headers.ContentEncoding, answer.Content.Headers.ContentEncoding);
                Assert.Equal(await direct.Content.ReadAsByteArrayAsync(), await answer.Content.ReadAsByteArrayAsync());
            }

            using var same = await Get(proxy.Http, ("Accept-Encoding", encoding), ("If-None-Match", direct.Headers.ETag!.Tag));
            Assert.Equal((HttpStatusCode.NotModified, "HIT"), (same.StatusCode, State(same)));
        }
    }

    [Fact]
    public async Task A_proxy_asks_again_when_its_copy_is_no_longer_fresh_and_is_told_that_it_is_good()
    {
        Assert.SkipWhen(Nginx is null, "nginx is not installed (Debian, Ubuntu: apt-get install nginx-light).");
        await using var node = await Node.Start(api.ConnectionString, "--Delivery:CacheControl=public, s-maxage=1");
        await using var proxy = await Proxy.Start(Nginx!, node.Http.BaseAddress!);

        using var first = await Get(proxy.Http, ("Accept-Encoding", "br"));
        await Task.Delay(TimeSpan.FromSeconds(2.1));
        using var confirmed = await Get(proxy.Http, ("Accept-Encoding", "br"));
        using var missing = await proxy.Http.GetAsync("/v1/stories/nowhere");
        using var stillMissing = await proxy.Http.GetAsync("/v1/stories/nowhere");

        Assert.Equal(("MISS", "REVALIDATED"), (State(first), State(confirmed)));
        Assert.Equal((first.Headers.ETag, first.Content.Headers.ContentLength), (confirmed.Headers.ETag, confirmed.Content.Headers.ContentLength));
        Assert.Equal((HttpStatusCode.NotFound, "MISS"), (stillMissing.StatusCode, State(stillMissing))); // no-store
    }

    [Theory]
    [InlineData(null, "https://anywhere.test")]
    [InlineData("https://anywhere.test", null)]
    [InlineData("https://one.test", "https://other.test")]
    [InlineData(null, "https://newsroom.test")]
    public async Task A_proxy_gives_pages_of_every_origin_the_copy_that_it_made_for_another(string? origin, string? other)
    {
        Assert.SkipWhen(Nginx is null, "nginx is not installed (Debian, Ubuntu: apt-get install nginx-light).");
        await using var node = await Node.Start(api.ConnectionString, "--Cors:Origins:0=https://newsroom.test", "--Cors:Origins:1=https://second.test");
        await using var proxy = await Proxy.Start(Nginx!, node.Http.BaseAddress!);

        using var first = await Get(proxy.Http, From(origin));
        using var second = await Get(proxy.Http, From(other));
        using var confirmed = await Get(proxy.Http, [.. From(other), ("If-None-Match", first.Headers.ETag!.Tag)]);

        Assert.Equal(("MISS", "HIT", "HIT"), (State(first), State(second), State(confirmed)));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotModified), (first.StatusCode, second.StatusCode, confirmed.StatusCode));
        foreach (var answer in new[] { first, second, confirmed })
        {
            Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Contains("ETag", answer.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
            Assert.DoesNotContain("Origin", answer.Headers.Vary);
        }

        static (string, string)[] From(string? origin) => origin is null ? [] : [("Origin", origin)];
    }

    private static async Task<HttpResponseMessage> Get(HttpClient http, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await http.SendAsync(request);
    }

    /// <summary>What the proxy says that it did.</summary>
    private static string State(HttpResponseMessage answer) => answer.Headers.GetValues("X-Proxy").Single();

    private sealed class Proxy(Process process, HttpClient http, string folder) : IAsyncDisposable
    {
        public HttpClient Http => http;

        public static async Task<Proxy> Start(string nginx, Uri behind)
        {
            var folder = Directory.CreateTempSubdirectory("content-api-proxy-").FullName;
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var url = $"127.0.0.1:{FreePort()}";
            await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
                daemon off;
                master_process off;
                pid {{folder}}/pid;
                error_log {{folder}}/error.log;
                events { }
                http {
                  access_log off;
                  client_body_temp_path {{folder}}/body;
                  proxy_temp_path {{folder}}/temp;
                  fastcgi_temp_path {{folder}}/fastcgi;
                  uwsgi_temp_path {{folder}}/uwsgi;
                  scgi_temp_path {{folder}}/scgi;
                  proxy_cache_path {{folder}}/cache keys_zone=answers:1m;
                  server {
                    listen {{url}};
                    location / {
                      proxy_pass {{behind}};
                      proxy_cache answers;
                      proxy_cache_revalidate on;
                      add_header X-Proxy $upstream_cache_status always;
                    }
                  }
                }
                """);
            var process = Process.Start(new ProcessStartInfo(nginx, ["-p", folder, "-c", Path.Combine(folder, "nginx.conf")]) { UseShellExecute = false, RedirectStandardError = true })!;
            var proxy = new Proxy(process, CheckedHandler.Client(new Uri($"http://{url}")), folder);
            await Waiting.Until(async () =>
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    await socket.ConnectAsync(IPEndPoint.Parse(url));
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            });
            return proxy;
        }

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            Directory.Delete(folder, recursive: true);
        }

        private static int FreePort()
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }
    }
}
