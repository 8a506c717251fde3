using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ContentApi.Tests;

/// <summary>Starts the executable as an operator does: in Production, without developer settings, with or without a database.</summary>
internal static class Executable
{
    public static async Task<(int Code, string Output, string Error)> Run(string? database, params string[] args) => await Finish(Start(database, args));

    public static Process Start(string? database, params string[] args) => Process.Start(Prepare(database, args))!;

    public static ProcessStartInfo Prepare(string? database, params string[] args)
    {
        var startInfo = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ContentApi.dll"), .. args]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        startInfo.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        startInfo.Environment.Remove("ConnectionStrings__Content");
        startInfo.Environment.Remove("Embedded__DataPath");
        if (database is not null)
        {
            startInfo.Environment["ConnectionStrings__Content"] = database;
        }

        return startInfo;
    }

    /// <summary>Waits until a process exits, and returns its exit code and output.</summary>
    public static async Task<(int Code, string Output, string Error)> Finish(Process process)
    {
        using (process)
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            return (process.ExitCode, await output, await error);
        }
    }

    /// <summary>Reads the log of a server up to the line that contains its URL.</summary>
    public static async Task<(string Address, List<string> Log)> ReadUntilListening(Process server)
    {
        var log = await ReadLogUntil(server, "Swagger UI at");
        return (JsonNode.Parse(log[^1])!["State"]!["Address"]!.ToString(), log); // logs are JSON outside Development
    }

    /// <summary>Reads the log of a server up to the line that contains the given text.</summary>
    public static async Task<List<string>> ReadLogUntil(Process server, string expected)
    {
        var log = new List<string>();
        while (!log.Exists(line => line.Contains(expected, StringComparison.Ordinal)))
        {
            log.Add(await server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? throw new InvalidOperationException(string.Join('\n', log)));
        }

        return log;
    }

    /// <summary>Sends SIGTERM to a server and waits until it exits.</summary>
    public static async Task Stop(Process server)
    {
        Process.Start("kill", ["-TERM", server.Id.ToString(null, null)]).WaitForExit();
        await server.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }
}
