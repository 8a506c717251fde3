using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace ContentApi.Benchmarks;

/// <summary>A server in a separate process, which is terminated on disposal.</summary>
internal sealed partial class ServerProcess(Process process, string url, string socket) : IAsyncDisposable
{
    public Uri Url { get; } = new(url);

    /// <summary>Starts a server and waits until a path returns a success status.</summary>
    /// <param name="readyPath">The path to poll.</param>
    /// <param name="command">Returns the command line for the URL of the server.</param>
    /// <param name="environment">Additional environment variables.</param>
    public static async Task<ServerProcess> Start(string readyPath, Func<string, string[]> command, params (string Name, string Value)[] environment)
    {
        var (url, socket) = ($"http://127.0.0.1:{FreePort()}", Path.Combine(Path.GetTempPath(), $"content-api-benchmark-{Guid.CreateVersion7():N}"));
        var commandLine = command(url);
        var startInfo = new ProcessStartInfo(commandLine[0], commandLine[1..])
        {
            Environment = { ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location, [StartupHook.SocketVariable] = socket },
        };
        foreach (var (name, value) in environment)
        {
            startInfo.Environment[name] = value;
        }

        var server = new ServerProcess(Process.Start(startInfo)!, url, socket);
        using var http = new HttpClient();
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 60;)
        {
            try
            {
                if ((await http.GetAsync(url + readyPath)).IsSuccessStatusCode)
                {
                    return server;
                }
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }

            await Task.Delay(10);
        }

        await server.DisposeAsync();
        throw new InvalidOperationException($"{commandLine[1]} did not become ready.");
    }

    /// <summary>Gets the processor time of the process since its start.</summary>
    public TimeSpan ProcessorTime => process.TotalProcessorTime;

    /// <summary>Returns the bytes that the process has allocated since its start.</summary>
    public long AllocatedBytes()
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(socket));
        var bytes = new byte[sizeof(long)];
        client.Receive(bytes);
        return BitConverter.ToInt64(bytes);
    }

    /// <summary>Returns the resident memory of the process and its peak, in megabytes.</summary>
    public (double Now, double Peak) Memory() => (ReadStatus(process, ResidentMemoryPattern()), ReadStatus(process, PeakMemoryPattern()));

    /// <summary>Returns the peak resident memory of a process in megabytes.</summary>
    public static double PeakMemory(Process process) => ReadStatus(process, PeakMemoryPattern());

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        File.Delete(socket);
    }

    private static double ReadStatus(Process process, Regex pattern)
    {
        try
        {
            return long.Parse(pattern.Match(File.ReadAllText($"/proc/{process.Id}/status")).Groups[1].Value, null) / 1024.0;
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            return 0; // the process has just exited
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    [GeneratedRegex(@"VmRSS:\s+(\d+)")]
    private static partial Regex ResidentMemoryPattern();

    [GeneratedRegex(@"VmHWM:\s+(\d+)")]
    private static partial Regex PeakMemoryPattern();
}
