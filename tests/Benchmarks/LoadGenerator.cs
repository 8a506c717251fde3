using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ContentApi.Benchmarks;

/// <summary>Sends bursts of load to a server or to the database.</summary>
internal sealed partial class LoadGenerator(string folder, string socket, string database)
{
    private const int Seconds = 2;
    private const int Connections = 16;
    private const int MaxWarmUps = 20;
    private const int MaxUrls = 50_000; // the number of requests that wrk prepares for one burst

    /// <summary>Runs wrk with a random number from 1 to <paramref name="stories"/> in place of `{n}`.</summary>
    /// <param name="service">The base URL of the server.</param>
    /// <param name="path">The path and query to request.</param>
    /// <param name="stories">The number of stories to choose from.</param>
    /// <param name="header">One header, as `Name: value`.</param>
    public async Task<Burst> Http(Uri service, string path, int stories, string? header = null)
    {
        var script = Path.Combine(folder, "wrk.lua");
        var (name, value) = header?.Split(": ") is [var n, var v] ? (n, v) : ("Accept", "application/json");
        await File.WriteAllTextAsync(script, $$"""
            local requests = {}
            init = function()
              math.randomseed(os.time())
              for n = 1, {{(path.Contains("{n}", StringComparison.Ordinal) ? Math.Min(stories, MaxUrls) : 1)}} do
                local story = {{stories}} <= {{MaxUrls}} and n or math.random(1, {{stories}})
                requests[n] = wrk.format("GET", (string.gsub("{{path}}", "{n}", tostring(story))), { ["{{name}}"] = [[{{value}}]] })
              end
            end
            request = function()
              return requests[math.random(1, #requests)]
            end
            """);
        var output = await RunProgram("wrk", ["-t1", $"-c{Connections}", $"-d{Seconds}s", "--latency", "-s", script, service.ToString()]);
        if (ErrorPattern().IsMatch(output))
        {
            throw new InvalidOperationException($"wrk reported errors:\n{output}");
        }

        return new(ParseNumber(RequestsPerSecondPattern(), output), ParseMilliseconds("50%", output), ParseMilliseconds("99%", output), (long)ParseNumber(RequestCountPattern(), output));
    }

    /// <summary>Sends bursts until they stop getting faster, because tiered compilation continues under load.</summary>
    public async Task WarmUp(Uri service, string path, int stories, string? header = null)
    {
        var best = 0.0;
        for (var (bursts, worse) = (0, 0); bursts < MaxWarmUps && worse < 3; bursts++)
        {
            var burst = await Http(service, path, stories, header);
            worse = burst.PerSecond > best * 1.03 ? 0 : worse + 1;
            best = Math.Max(best, burst.PerSecond);
        }
    }

    /// <summary>
    /// Runs pgbench with prepared statements, one after the other or, if <paramref name="pipelined"/>, in one round trip. Returns the
    /// transactions per second.
    /// </summary>
    public async Task<double> Pgbench(string name, string statements, int stories, bool pipelined)
    {
        var script = Path.Combine(folder, $"{name}.sql");
        await File.WriteAllTextAsync(script, $"\\set n random(1, {stories})\n{(pipelined ? "\\startpipeline\n" : "")}{statements}\n{(pipelined ? "\\endpipeline\n" : "")}");
        var output = await RunProgram("pgbench", ["-n", "-M", "prepared", "-c", $"{Connections}", "-j", "1", "-T", $"{Seconds}", "-f", script, "-h", socket, "-p", "5432", "-U", "postgres", database], ("PGOPTIONS", "-c plan_cache_mode=force_generic_plan"));
        return ParseNumber(TpsPattern(), output);
    }

    /// <summary>Runs a program and returns its output. Throws if it fails.</summary>
    public static async Task<string> RunProgram(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var startInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            startInfo.Environment[name] = value;
        }

        using var process = Process.Start(startInfo)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} failed:\n{await error}{await output}");
    }

    private static double ParseNumber(Regex pattern, string output) => double.Parse(pattern.Match(output).Groups[1].Value, CultureInfo.InvariantCulture);

    private static double ParseMilliseconds(string percentile, string output)
    {
        var match = Regex.Match(output, $@"{percentile}\s+([\d.]+)(us|ms|s)\b", RegexOptions.None, TimeSpan.FromSeconds(1));
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * match.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RequestsPerSecondPattern();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex RequestCountPattern();

    [GeneratedRegex(@"Non-2xx|Socket errors")]
    private static partial Regex ErrorPattern();

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex TpsPattern();
}
