using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace ContentApi.Benchmarks;

/// <summary>The result of a burst of load: requests per second, latencies in milliseconds, and the number of requests.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Burst(double PerSecond, double Median, double P99, long Requests);

/// <summary>Sends bursts of load to a server, or to the database alone.</summary>
internal sealed partial class Load(string folder, string socket, string database)
{
    private const int Seconds = 2;
    private const int Connections = 16;
    private const int MostWarmUps = 20;
    private const int MostAddresses = 50_000; // the most requests that wrk prepares for one burst

    /// <summary>Runs wrk against addresses with a random number from 1 to <paramref name="stories"/> in place of `{n}`.</summary>
    /// <param name="service">The base address of the server.</param>
    /// <param name="address">The path and query to request.</param>
    /// <param name="stories">The number of stories to choose from.</param>
    /// <param name="header">One header, as `Name: value`.</param>
    public async Task<Burst> Http(Uri service, string address, int stories, string? header = null)
    {
        var script = Path.Combine(folder, "wrk.lua");
        var (name, value) = header?.Split(": ") is [var n, var v] ? (n, v) : ("Accept", "application/json");
        await File.WriteAllTextAsync(script, $$"""
            local requests = {}
            init = function()
              math.randomseed(os.time())
              for n = 1, {{(address.Contains("{n}", StringComparison.Ordinal) ? Math.Min(stories, MostAddresses) : 1)}} do
                local story = {{stories}} <= {{MostAddresses}} and n or math.random(1, {{stories}})
                requests[n] = wrk.format("GET", (string.gsub("{{address}}", "{n}", tostring(story))), { ["{{name}}"] = [[{{value}}]] })
              end
            end
            request = function()
              return requests[math.random(1, #requests)]
            end
            """);
        var output = await Output("wrk", ["-t1", $"-c{Connections}", $"-d{Seconds}s", "--latency", "-s", script, service.ToString()]);
        if (NotOk().IsMatch(output))
        {
            throw new InvalidOperationException($"wrk met failures:\n{output}");
        }

        return new(Number(RequestsPerSecond(), output), Milliseconds("50%", output), Milliseconds("99%", output), (long)Number(Requests(), output));
    }

    /// <summary>Sends bursts until they get no faster: tiered compilation of hot methods continues under load.</summary>
    public async Task WarmUp(Uri service, string address, int stories, string? header = null)
    {
        var best = 0.0;
        for (var (bursts, worse) = (0, 0); bursts < MostWarmUps && worse < 3; bursts++)
        {
            var burst = await Http(service, address, stories, header);
            worse = burst.PerSecond > best * 1.03 ? 0 : worse + 1;
            best = Math.Max(best, burst.PerSecond);
        }
    }

    /// <summary>
    /// Returns the transactions per second of pgbench: the statements, prepared, one after the other, or if <paramref name="pipelined"/>,
    /// in one round trip.
    /// </summary>
    public async Task<double> Pgbench(string name, string statements, int stories, bool pipelined)
    {
        var script = Path.Combine(folder, $"{name}.sql");
        await File.WriteAllTextAsync(script, $"\\set n random(1, {stories})\n{(pipelined ? "\\startpipeline\n" : "")}{statements}\n{(pipelined ? "\\endpipeline\n" : "")}");
        var output = await Output("pgbench", ["-n", "-M", "prepared", "-c", $"{Connections}", "-j", "1", "-T", $"{Seconds}", "-f", script, "-h", socket, "-p", "5432", "-U", "postgres", database], ("PGOPTIONS", "-c plan_cache_mode=force_generic_plan"));
        return Number(Tps(), output);
    }

    public static async Task<string> Output(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} failed:\n{await error}{await output}");
    }

    private static double Number(Regex pattern, string output) => double.Parse(pattern.Match(output).Groups[1].Value, CultureInfo.InvariantCulture);

    private static double Milliseconds(string percentile, string output)
    {
        var match = Regex.Match(output, $@"{percentile}\s+([\d.]+)(us|ms|s)\b", RegexOptions.None, TimeSpan.FromSeconds(1));
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * match.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RequestsPerSecond();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Non-2xx|Socket errors")]
    private static partial Regex NotOk();

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Tps();
}
