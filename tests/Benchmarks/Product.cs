using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace ContentApi.Benchmarks;

/// <summary>Publishes the service in Release configuration and runs it in a separate process.</summary>
internal static class Product
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "content-api-published");

    public static async Task Publish()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "ContentApi.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The benchmark runs from within the repository.");
        }

        await Load.Output("dotnet", ["publish", Path.Combine(root.FullName, "src/ContentApi"), "--configuration", "Release", "--output", Folder, "--verbosity", "quiet"]);
    }

    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(Folder, "ContentApi.dll"), .. arguments])
    {
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!;

    /// <summary>Runs a command and returns its duration in seconds, its peak memory in megabytes and its last line of output.</summary>
    public static async Task<(double Seconds, double Peak, string Said)> Run(params string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var peak = 0.0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, Server.Peak(process));
            await Task.Delay(20);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        var said = (await output).Trim();
        return process.ExitCode == 0
            ? (seconds, peak, said.Split('\n')[^1])
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} failed: {said}");
    }

    /// <summary>Starts the server with the generation 0 size of `compose.yaml` and waits until it is ready.</summary>
    public static Task<Server> Serve(params string[] arguments) => Server.Start(
        "/health/ready",
        url => ["dotnet", Path.Combine(Folder, "ContentApi.dll"), $"--urls={url}", "--RateLimits:Anonymous:PerMinute=1000000000", .. arguments],
        ("DOTNET_GCgen0size", "1000000"));
}

/// <summary>A server in a separate process, which is killed on disposal.</summary>
internal sealed partial class Server(Process process, string url, string socket) : IAsyncDisposable
{
    public Uri Url { get; } = new(url);

    public static async Task<Server> Start(string ready, Func<string, string[]> command, params (string Name, string Value)[] environment)
    {
        var (url, socket) = ($"http://127.0.0.1:{FreePort()}", Path.Combine(Path.GetTempPath(), $"content-api-benchmark-{Guid.CreateVersion7():N}"));
        var words = command(url);
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            Environment = { ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location, [StartupHook.Variable] = socket },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var server = new Server(Process.Start(start)!, url, socket);
        using var http = new HttpClient();
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began).TotalSeconds < 60;)
        {
            try
            {
                if ((await http.GetAsync(url + ready)).IsSuccessStatusCode)
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
        throw new InvalidOperationException($"{words[1]} did not become ready.");
    }

    /// <summary>Returns the bytes that the process has allocated since its start.</summary>
    public long Allocated()
    {
        using var asking = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        asking.Connect(new UnixDomainSocketEndPoint(socket));
        var bytes = new byte[sizeof(long)];
        asking.Receive(bytes);
        return BitConverter.ToInt64(bytes);
    }

    /// <summary>Returns the resident memory of the process and its peak, in megabytes.</summary>
    public (double Now, double Peak) Memory() => (Status(process, ResidentMemory()), Status(process, PeakMemory()));

    /// <summary>Returns the peak resident memory of a process in megabytes.</summary>
    public static double Peak(Process process) => Status(process, PeakMemory());

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        File.Delete(socket);
    }

    private static double Status(Process process, Regex line)
    {
        try
        {
            return long.Parse(line.Match(File.ReadAllText($"/proc/{process.Id}/status")).Groups[1].Value, null) / 1024.0;
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
    private static partial Regex ResidentMemory();

    [GeneratedRegex(@"VmHWM:\s+(\d+)")]
    private static partial Regex PeakMemory();
}
