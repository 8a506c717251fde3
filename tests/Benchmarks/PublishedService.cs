using System.Diagnostics;

namespace ContentApi.Benchmarks;

/// <summary>A published build of the service, which runs in separate processes.</summary>
/// <param name="folder">The output folder of `dotnet publish`.</param>
/// <param name="connectionString">The database, or null for the one of the environment variable.</param>
internal sealed class PublishedService(string folder, string? connectionString = null)
{
    /// <summary>Gets the build of this checkout, once <see cref="Publish"/> has run.</summary>
    public static PublishedService Current { get; } = new(Path.Combine(Path.GetTempPath(), "content-api-published"));

    public string Folder => folder;

    /// <summary>Runs `dotnet publish` in the Release configuration.</summary>
    public async Task Publish()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "ContentApi.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The benchmark must run inside the repository.");
        }

        await LoadGenerator.RunProgram("dotnet", ["publish", Path.Combine(root.FullName, "src/ContentApi"), "--configuration", "Release", "--output", folder, "--verbosity", "quiet"]);
    }

    /// <summary>Starts a command of the service and redirects its output.</summary>
    public Process Start(params string[] arguments)
    {
        var startInfo = new ProcessStartInfo("dotnet", [Path.Combine(folder, "ContentApi.dll"), .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in Environment)
        {
            startInfo.Environment[name] = value;
        }

        return Process.Start(startInfo)!;
    }

    /// <summary>Runs a command and returns its duration in seconds, its peak memory in megabytes and its last line of output.</summary>
    public async Task<(double Seconds, double Peak, string Output)> Run(params string[] arguments)
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
    public Task<ServerProcess> StartServer(params string[] arguments) => ServerProcess.Start(
        "/health/ready",
        url => ["dotnet", Path.Combine(folder, "ContentApi.dll"), $"--urls={url}", "--RateLimits:Anonymous:PerMinute=1000000000", .. arguments],
        [("DOTNET_GCgen0size", "1000000"), .. Environment]);

    private (string Name, string Value)[] Environment => connectionString is null ? [] : [("ConnectionStrings__Content", connectionString)];
}
