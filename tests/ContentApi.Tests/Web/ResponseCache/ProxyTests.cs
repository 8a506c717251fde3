using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using ContentApi.Tests.ContractConformance;
using ContentApi.Tests.Delivery;

namespace ContentApi.Tests.Web.ResponseCache;

/// <summary>Tests validators, encodings and freshness behind a caching proxy: nginx, if it is installed.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ProxyTests(SmallLibrary api) : IClassFixture<SmallLibrary>
{
    private const string StoryPath = "/v1/stories/adas-first-loom";

    private static readonly string? Nginx = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/usr/local/sbin"])
        .Select(folder => Path.Combine(folder, "nginx")).FirstOrDefault(File.Exists);

    [Fact]
    public async Task A_proxy_caches_each_encoding_separately_and_returns_304()
    {
        Assert.SkipWhen(Nginx is null, "nginx is not installed (Debian, Ubuntu: apt-get install nginx-light).");
        await using var node = await Node.Start(api.ConnectionString);
        await using var proxy = await Proxy.Start(Nginx!, node.Http.BaseAddress!);

        foreach (var encoding in new[] { "identity", "gzip", "br" })
        {
            using var direct = await Get(node.Http, ("Accept-Encoding", encoding));
            using var first = await Get(proxy.Http, ("Accept-Encoding", encoding));
            using var second = await Get(proxy.Http, ("Accept-Encoding", encoding));
            Assert.Equal(("MISS", "HIT"), (CacheStatus(first), CacheStatus(second)));
            foreach (var response in new[] { first, second })
            {
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.Equal(direct.Headers.ETag, response.Headers.ETag);
                Assert.Equal(direct.Content.Headers.ContentEncoding, response.Content.Headers.ContentEncoding);
                Assert.Equal(await direct.Content.ReadAsByteArrayAsync(), await response.Content.ReadAsByteArrayAsync());
            }

            using var notModified = await Get(proxy.Http, ("Accept-Encoding", encoding), ("If-None-Match", direct.Headers.ETag!.Tag));
            Assert.Equal((HttpStatusCode.NotModified, "HIT"), (notModified.StatusCode, CacheStatus(notModified)));
        }
    }

    [Fact]
    public async Task A_proxy_revalidates_a_stale_response_and_does_not_cache_a_problem()
    {
        Assert.SkipWhen(Nginx is null, "nginx is not installed (Debian, Ubuntu: apt-get install nginx-light).");
        await using var node = await Node.Start(api.ConnectionString, "--Delivery:CacheControl=public, s-maxage=1");
        await using var proxy = await Proxy.Start(Nginx!, node.Http.BaseAddress!);

        using var first = await Get(proxy.Http, ("Accept-Encoding", "br"));
        await Task.Delay(TimeSpan.FromSeconds(2.1));
        using var revalidated = await Get(proxy.Http, ("Accept-Encoding", "br"));
        using var missing = await proxy.Http.GetAsync("/v1/stories/nowhere");
        using var stillMissing = await proxy.Http.GetAsync("/v1/stories/nowhere");

        Assert.Equal(("MISS", "REVALIDATED"), (CacheStatus(first), CacheStatus(revalidated)));
        Assert.Equal((first.Headers.ETag, first.Content.Headers.ContentLength), (revalidated.Headers.ETag, revalidated.Content.Headers.ContentLength));
        Assert.Equal((HttpStatusCode.NotFound, "MISS"), (stillMissing.StatusCode, CacheStatus(stillMissing))); // no-store
    }

    [Theory]
    [InlineData(null, "https://anywhere.test")]
    [InlineData("https://anywhere.test", null)]
    [InlineData("https://one.test", "https://other.test")]
    [InlineData(null, "https://newsroom.test")]
    public async Task A_proxy_serves_one_cached_response_to_pages_of_all_origins(string? origin, string? other)
    {
        Assert.SkipWhen(Nginx is null, "nginx is not installed (Debian, Ubuntu: apt-get install nginx-light).");
        await using var node = await Node.Start(api.ConnectionString, "--Cors:Origins:0=https://newsroom.test", "--Cors:Origins:1=https://second.test");
        await using var proxy = await Proxy.Start(Nginx!, node.Http.BaseAddress!);

        using var first = await Get(proxy.Http, From(origin));
        using var second = await Get(proxy.Http, From(other));
        using var notModified = await Get(proxy.Http, [.. From(other), ("If-None-Match", first.Headers.ETag!.Tag)]);

        Assert.Equal(("MISS", "HIT", "HIT"), (CacheStatus(first), CacheStatus(second), CacheStatus(notModified)));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotModified), (first.StatusCode, second.StatusCode, notModified.StatusCode));
        foreach (var response in new[] { first, second, notModified })
        {
            Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Contains("ETag", response.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
            Assert.DoesNotContain("Origin", response.Headers.Vary);
        }

        static (string, string)[] From(string? origin) => origin is null ? [] : [("Origin", origin)];
    }

    private static async Task<HttpResponseMessage> Get(HttpClient http, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, StoryPath);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await http.SendAsync(request);
    }

    /// <summary>Returns the cache status that the proxy reports.</summary>
    private static string CacheStatus(HttpResponseMessage response) => response.Headers.GetValues("X-Proxy").Single();

    private sealed class Proxy(Process process, HttpClient http, string folder) : IAsyncDisposable
    {
        public HttpClient Http => http;

        public static async Task<Proxy> Start(string nginx, Uri upstream)
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
                  proxy_cache_path {{folder}}/cache keys_zone=responses:1m;
                  server {
                    listen {{url}};
                    location / {
                      proxy_pass {{upstream}};
                      proxy_cache responses;
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
