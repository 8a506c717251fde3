using System.Diagnostics;
using Spectre.Console;

namespace ContentApi.Benchmarks;

/// <summary>Measures the process: its memory while all stories are cached in two encodings, and the time until it is ready.</summary>
internal static class ProcessRows
{
    public const string Memory = "memory";
    public const string Start = "start";

    private const int Passes = 3;
    private const int Starts = 7;

    public static async Task Run(IReadOnlyList<string> rows, int stories)
    {
        var table = Suite.Table("The process", "", "", "median", "range");
        if (rows.Contains(Memory))
        {
            await using var product = await Product.Serve();
            var idle = product.Memory();
            for (var pass = 0; pass < Passes; pass++)
            {
                await Read(product.Url, "br", stories);
                await Read(product.Url, "identity", stories);
            }

            var hot = product.Memory();
            table.AddRow("memory", "MB when it has just started", $"{idle.Now:N0}", "");
            table.AddRow("memory", $"MB with {stories:N0} stories hot in two encodings", $"{hot.Now:N0}", $"peak {hot.Peak:N0}");
        }

        if (rows.Contains(Start))
        {
            List<double> seconds = [];
            List<double> limit = [];
            for (var start = 0; start < Starts; start++)
            {
                var clock = Stopwatch.StartNew();
                await using var product = await Product.Serve();
                seconds.Add(clock.Elapsed.TotalSeconds);
                clock.Restart();
                await using var kestrel = await BareKestrel.Serve(product.Url, stories: 0);
                limit.Add(clock.Elapsed.TotalSeconds);
            }

            table.AddRow("start", "seconds until it is ready, on an existing database", Suite.Median(seconds, "N2"), Suite.Range(seconds));
            table.AddRow("start", "seconds until a bare Kestrel is, which asks the product for one answer", Suite.Median(limit, "N2"), Suite.Range(limit));
        }

        if (table.Rows.Count > 0)
        {
            AnsiConsole.Write(table);
        }
    }

    private static async Task Read(Uri url, string encoding, int stories)
    {
        using var http = new HttpClient { BaseAddress = url, DefaultRequestHeaders = { { "Accept-Encoding", encoding } } };
        await Parallel.ForEachAsync(Enumerable.Range(1, stories), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (n, cancellationToken) =>
        {
            using var answer = await http.GetAsync($"/v1/stories/{GeneratedLibrary.Slug(n)}", cancellationToken);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        });
    }
}
