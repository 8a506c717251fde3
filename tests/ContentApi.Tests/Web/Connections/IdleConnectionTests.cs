using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using ContentApi.Core.Model;
using ContentApi.Tests.ContractConformance;
using ContentApi.Web.Connections;

namespace ContentApi.Tests.Web.Connections;

/// <summary>Tests the connection limit of the executable under a limit of open file descriptors.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class IdleConnectionTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(512, 1500)]
    [InlineData(1024, 2500)]
    public async Task Idle_connections_beyond_the_descriptor_limit_are_closed_and_clients_are_served(int descriptors, int connections)
    {
        Assert.SkipWhen(FileDescriptors.Limit - FileDescriptors.InUse - 200 < connections, $"The tests need a descriptor limit (ulimit -n) of {connections + 1000}.");
        using var server = Start(await postgres.CreateDatabase(), descriptors, "--urls=http://127.0.0.1:0", "--RateLimits:Enabled=false");
        var idle = new List<Socket>();
        try
        {
            var (url, _) = await Executable.ReadUntilListening(server);
            using var client = CheckedHandler.Client(new Uri(url), connections: 1);
            Assert.Equal(HttpStatusCode.OK, await client.Send("GET", "/v1/stories").Status());

            var endpoint = new IPEndPoint(IPAddress.Loopback, new Uri(url).Port);
            var flood = Task.Run(() => Connect(endpoint, connections, idle));
            for (var i = 0; i < 100 || !flood.IsCompleted; i++)
            {
                Assert.Equal(HttpStatusCode.OK, await client.Send("GET", $"/v1/stories?limit={1 + (i % 100)}").Status()); // the first hundred read the database
            }

            await flood;
            Assert.Equal(HttpStatusCode.OK, await client.Send("GET", "/openapi/v1.json").Status()); // loads assemblies, each of which needs a descriptor
            await Waiting.Until(() => idle.Count(IsClosed) >= connections - descriptors);
            for (var i = 0; i < 50; i++)
            {
                Assert.Equal(HttpStatusCode.OK, await client.Send("GET", $"/v1/takeaways?limit={i + 1}").Status());
            }

            Assert.False(server.HasExited);
            idle.ForEach(socket => socket.Dispose());
            using var others = CheckedHandler.Client(new Uri(url));
            await Waiting.Until(async () => await IsServed(others));
            var statuses = await Task.WhenAll(Enumerable.Range(1, 40).Select(i => others.Send("GET", $"/v1/founders?limit={i}").Status()));
            Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status)); // through new database connections

            await Executable.Stop(server);
            var log = await server.StandardOutput.ReadToEndAsync();
            Assert.Equal((0, ""), (server.ExitCode, await server.StandardError.ReadToEndAsync()));
            Assert.Single(log.Split('\n'), line => line.Contains("The connection limit of ", StringComparison.Ordinal));
            Assert.DoesNotContain("\"LogLevel\":\"Error\"", log, StringComparison.Ordinal);
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
            server.Kill();
        }
    }

    [Fact]
    public async Task A_configured_limit_below_the_derived_one_is_used()
    {
        await using var node = await Tests.Node.Start(await postgres.CreateDatabase(), "--Kestrel:Limits:MaxConcurrentConnections=3");
        var endpoint = new IPEndPoint(IPAddress.Loopback, node.Http.BaseAddress!.Port);
        using var client = CheckedHandler.Client(node.Http.BaseAddress, connections: 1);
        Assert.Equal(HttpStatusCode.OK, await client.Send("GET", "/v1/stories").Status());
        List<Socket> idle = [];
        for (var i = 0; i < 40; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            idle.Add(socket);
            await socket.ConnectAsync(endpoint);
        }

        await Waiting.Until(() => idle.Count(IsClosed) >= 38);
        Assert.Equal(HttpStatusCode.OK, await client.Send("GET", "/v1/stories").Status());
        Assert.InRange(idle.Count(IsClosed), 38, 39); // the client's connection is kept alive and counts too
        idle.ForEach(socket => socket.Dispose());
        using var other = CheckedHandler.Client(node.Http.BaseAddress);
        await Waiting.Until(async () => await IsServed(other));
    }

    [Fact]
    public async Task Kestrel_limits_are_read_from_the_configuration()
    {
        await using var node = await Tests.Node.Start(
            await postgres.CreateDatabase(),
            "--Kestrel:Limits:KeepAliveTimeout=00:00:01",
            "--kestrel:limits:maxrequestbodysize=100",
            "--Kestrel:Limits:MinRequestBodyDataRate=",
            "--Kestrel:Limits:MinResponseDataRate:BytesPerSecond=100",
            "--Kestrel:Limits:Http2:MaxStreamsPerConnection=50");
        using var idle = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await idle.ConnectAsync(new IPEndPoint(IPAddress.Loopback, node.Http.BaseAddress!.Port));

        await Waiting.Until(() => IsClosed(idle)); // Kestrel's default is 130 s
        var key = await node.Key(Enum.GetValues<Scope>());
        using var tooLarge = await node.Http.Send("PUT", "/v1/drafts/x", key, $$"""{ "title": "{{new string('x', 100)}}", "body": "Y" }""", ("If-None-Match", "*"));
        await tooLarge.ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);
    }

    /// <summary>The runtime keeps a descriptor for each of about 250 assemblies, so a process with 256 descriptors would crash during its start.</summary>
    [Theory]
    [InlineData(128, 10)]
    [InlineData(192, 10)]
    [InlineData(256, 10)]
    [InlineData(512, 500)]
    public async Task A_descriptor_limit_that_is_too_low_exits_with_2_and_an_explanation(int descriptors, int readConnections)
    {
        using var server = Start(await postgres.CreateDatabase(), descriptors, "--urls=http://127.0.0.1:0", $"--Database:ReadConnections={readConnections}");
        var (code, output, error) = await Executable.Finish(server);

        Assert.Equal((2, ""), (code, output));
        Assert.Matches(@$"^This process may open {descriptors} files, but needs at least \d+, including {readConnections + 8} for database connections\. Raise the limit \(ulimit -n, LimitNOFILE=\), or lower Database:ReadConnections and Database:WriteConnections\.\n$", error);
    }

    [Fact]
    public async Task A_configured_limit_above_the_derived_one_is_lowered_with_a_warning()
    {
        using var server = Start(await postgres.CreateDatabase(), 1024, "--urls=http://127.0.0.1:0", "--Kestrel:Limits:MaxConcurrentConnections=5000");
        try
        {
            var (_, log) = await Executable.ReadUntilListening(server);
            Assert.Single(log, line => line.Contains("Kestrel:Limits:MaxConcurrentConnections is 5000, but this process may open only 1024 files", StringComparison.Ordinal));
        }
        finally
        {
            server.Kill();
        }
    }

    [Theory]
    [InlineData(null, null, null)] // no descriptor limit
    [InlineData(null, 100L, 100L)]
    [InlineData(1000L, null, 702L)] // 1000 - 200 - 18 - 64 - 16
    [InlineData(1000L, 100L, 100L)]
    [InlineData(1000L, 702L, 702L)]
    [InlineData(1000L, 703L, 702L)]
    [InlineData(306L, null, 8L)]
    public void The_limit_is_derived_from_the_available_descriptors(long? descriptors, long? configured, long? expected)
    {
        var limit = ConnectionLimit.Derive(descriptors, inUse: 200, databaseConnections: 18, configured);

        Assert.Equal((expected, configured > expected), (limit.MaxConnections, limit.Warning is not null));
    }

    private static Process Start(string database, int descriptors, params string[] args)
    {
        var start = Executable.Prepare(database, args);
        var command = start.ArgumentList.Prepend(start.FileName).ToList();
        start.FileName = "/bin/sh";
        start.ArgumentList.Clear();
        foreach (var argument in new[] { "-c", $"ulimit -n {descriptors}; exec \"$@\"", "sh" }.Concat(command))
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    /// <summary>Opens connections in one burst. Those beyond the limit may be refused.</summary>
    private static void Connect(IPEndPoint endpoint, int connections, List<Socket> idle)
    {
        for (var i = 0; i < connections; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            idle.Add(socket);
            try
            {
                socket.Connect(endpoint);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
            {
                // The connection is in progress.
            }
        }
    }

    private static async Task<bool> IsServed(HttpClient http)
    {
        try
        {
            return await http.Send("GET", "/v1/stories").Status() == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // the server closes it at once until the earlier connections are gone
        }
    }

    /// <summary>Returns whether the server has closed the connection.</summary>
    private static bool IsClosed(Socket socket)
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
