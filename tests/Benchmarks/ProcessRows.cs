using System.Diagnostics;
using Spectre.Console;

namespace ContentApi.Benchmarks;

/// <summary>Measures the memory of the process while all stories are cached in two encodings, and the time until it is ready.</summary>
internal static class ProcessRows
{
    public const string Memory = "memory";
    public const string Start = "start";

    private const int Passes = 3;
    private const int Starts = 7;

    public static async Task Run(IReadOnlyList<string> rows, int stories)
    {
        var table = Suite.Table("Process", "", "", "median", "range");
        if (rows.Contains(Memory))
        {
            await using var service = await PublishedService.Current.StartServer();
            var idle = service.Memory();
            for (var pass = 0; pass < Passes; pass++)
            {
                await ReadAll(service.Url, "br", stories);
                await ReadAll(service.Url, "identity", stories);
            }

            var cached = service.Memory();
            table.AddRow("memory", "MB after the start", $"{idle.Now:N0}", "");
            table.AddRow("memory", $"MB with {stories:N0} stories cached in two encodings", $"{cached.Now:N0}", $"peak {cached.Peak:N0}");
        }

        if (rows.Contains(Start))
        {
            List<double> seconds = [];
            List<double> kestrelSeconds = [];
            for (var start = 0; start < Starts; start++)
            {
                var clock = Stopwatch.StartNew();
                await using var service = await PublishedService.Current.StartServer();
                seconds.Add(clock.Elapsed.TotalSeconds);
                clock.Restart();
                await using var kestrel = await BareKestrel.Start(service.Url, stories: 0);
                kestrelSeconds.Add(clock.Elapsed.TotalSeconds);
            }

            table.AddRow("start", "seconds until ready, with an existing database", Suite.Median(seconds, "N2"), Suite.Range(seconds));
            table.AddRow("start", "seconds until a bare Kestrel is ready, including one request to the service", Suite.Median(kestrelSeconds, "N2"), Suite.Range(kestrelSeconds));
        }

        if (table.Rows.Count > 0)
        {
            AnsiConsole.Write(table);
        }
    }

    private static async Task ReadAll(Uri url, string encoding, int stories)
    {
        using var http = new HttpClient { BaseAddress = url, DefaultRequestHeaders = { { "Accept-Encoding", encoding } } };
        await Parallel.ForEachAsync(Enumerable.Range(1, stories), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, cancellationToken) =>
        {
            using var response = await http.GetAsync($"/v1/stories/{GeneratedLibrary.Slug(n)}", cancellationToken);
            response.EnsureSuccessStatusCode();
            await response.Content.ReadAsByteArrayAsync(cancellationToken);
        });
    }
}
