using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ContentApi.Tests;

/// <summary>Starts the executable as an operator does: in Production, with or without a database, without developer settings.</summary>
internal static class Executable
{
    public static async Task<(int Code, string Output, string Error)> Run(string? database, params string[] args) => await Finish(Start(database, args));

    public static Process Start(string? database, params string[] args) => Process.Start(Prepare(database, args))!;

    public static ProcessStartInfo Prepare(string? database, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ContentApi.dll"), .. args]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment.Remove("ConnectionStrings__Content");
        start.Environment.Remove("Embedded__DataPath");
        if (database is not null)
        {
            start.Environment["ConnectionStrings__Content"] = database;
        }

        return start;
    }

    public static async Task<(int Code, string Output, string Error)> Finish(Process process)
    {
        using (process)
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            return (process.ExitCode, await output, await error);
        }
    }

    /// <summary>Reads the log of a server up to the line that contains its address.</summary>
    public static async Task<(string Address, List<string> Log)> Listening(Process server)
    {
        var log = await Until(server, "Swagger UI at");
        return (JsonNode.Parse(log[^1])!["State"]!["Address"]!.ToString(), log); // logs are JSON outside Development
    }

    /// <summary>Reads the log of a server up to the line that contains the given text.</summary>
    public static async Task<List<string>> Until(Process server, string said)
    {
        var log = new List<string>();
        while (!log.Exists(line => line.Contains(said, StringComparison.Ordinal)))
        {
            log.Add(await server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) ?? throw new InvalidOperationException(string.Join('\n', log)));
        }

        return log;
    }

    public static async Task Stop(Process server)
    {
        Process.Start("kill", ["-TERM", server.Id.ToString(null, null)]).WaitForExit();
        await server.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }
}
