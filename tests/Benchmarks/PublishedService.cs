using System.Diagnostics;

namespace ContentApi.Benchmarks;

/// <summary>Publishes the service in the Release configuration and runs it in a separate process.</summary>
internal static class PublishedService
{
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "content-api-published");

    /// <summary>Runs `dotnet publish`.</summary>
    public static async Task Publish()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "ContentApi.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The benchmark must run inside the repository.");
        }

        await LoadGenerator.RunProgram("dotnet", ["publish", Path.Combine(root.FullName, "src/ContentApi"), "--configuration", "Release", "--output", Folder, "--verbosity", "quiet"]);
    }

    /// <summary>Starts a command of the service and redirects its output.</summary>
    public static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(Folder, "ContentApi.dll"), .. arguments])
    {
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!;

    /// <summary>Runs a command and returns its duration in seconds, its peak memory in megabytes and its last line of output.</summary>
    public static async Task<(double Seconds, double Peak, string Output)> Run(params string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var peak = 0.0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, ServerProcess.PeakMemory(process));
            await Task.Delay(20);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        var text = (await output).Trim();
        return process.ExitCode == 0
            ? (seconds, peak, text.Split('\n')[^1])
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} failed: {text}");
    }

    /// <summary>Starts the server with the generation 0 size of `compose.yaml` and waits until it is ready.</summary>
    public static Task<ServerProcess> StartServer(params string[] arguments) => ServerProcess.Start(
        "/health/ready",
        url => ["dotnet", Path.Combine(Folder, "ContentApi.dll"), $"--urls={url}", "--RateLimits:Anonymous:PerMinute=1000000000", .. arguments],
        ("DOTNET_GCgen0size", "1000000"));
}
