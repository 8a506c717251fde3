using System.Globalization;
using Spectre.Console;

namespace ContentApi.Benchmarks;

/// <summary>
/// `publishing [stories=10000] [turns=7] [seconds=30] [baseline=FOLDER] [data=FOLDER]`: measures how many stories one writer and eight
/// writers publish over HTTP (save a draft, then publish it) in a durable database, what a publication costs, and how it affects readers
/// and search. With `baseline`, the folder of another published build, the builds take turns. `data` keeps the databases for the next run.
/// </summary>
internal static class PublishingRun
{
    public const string Name = "publishing";

    private const int WarmUpPublications = 1_000;
    private const double PacedPerSecond = 10;

    /// <summary>The kinds of load: the number of writers, and whether they correct stories instead of publishing new ones.</summary>
    private static readonly (string Row, int Writers, bool IsCorrection)[] Loads =
        [("new, 1 writer", 1, false), ("new, 8 writers", 8, false), ("corrected, 1 writer", 1, true), ("corrected, 8 writers", 8, true)];

    public static async Task<int> Run(string[] args)
    {
        var options = args.Select(arg => arg.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "", StringComparer.Ordinal);
        if (options.Keys.Except(["stories", "turns", "seconds", "baseline", "data"], StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            Console.Error.WriteLine($"Unknown option '{unknown}'. Options: stories=N, turns=N, seconds=N, baseline=FOLDER, data=FOLDER");
            return 2;
        }

        var (stories, turns) = (Number("stories", GeneratedLibrary.Stories), Number("turns", 7));
        var duration = TimeSpan.FromSeconds(Number("seconds", 30));
        Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", "Production");
        AnsiConsole.Profile.Width = 160;
        Console.WriteLine("Publishing the service…");
        await PublishedService.Current.Publish();
        var documents = GeneratedLibrary.Write(Path.Combine(Path.GetTempPath(), $"content-api-documents-{stories}"), stories);
        List<PublishingNode> nodes = [];
        try
        {
            foreach (var (name, folder) in new[] { ("baseline", options.GetValueOrDefault("baseline")), ("this build", PublishedService.Current.Folder) })
            {
                if (folder is not null)
                {
                    Console.WriteLine($"Preparing {stories:N0} stories for {name}…");
                    nodes.Add(await PublishingNode.Start(name, folder, options.GetValueOrDefault("data"), documents, stories));
                    await nodes[^1].Publish(writers: 2, isCorrection: false, count: WarmUpPublications);
                }
            }

            var results = new List<Measurement>();
            for (var turn = 0; turn < turns; turn++)
            {
                foreach (var node in turn % 2 == 0 ? nodes : Enumerable.Reverse(nodes))
                {
                    foreach (var (row, writers, isCorrection) in Loads)
                    {
                        results.Add(await node.Publish(writers, isCorrection, duration: duration) with { Node = node.Name, Row = row });
                    }

                    results.Add(await node.MeasureReaders(PacedPerSecond) with { Node = node.Name, Row = $"reader beside {PacedPerSecond:N0}/s" });
                    results.Add(await node.MeasureSearch() with { Node = node.Name, Row = "search, full pending list" });
                    Console.WriteLine($"Turn {turn + 1} of {turns}, {node.Name}: {string.Join("; ", results.TakeLast(Loads.Length + 2).Select(result => $"{result.Rate:N1}/s {result.P50:N1} ms"))}");
                }
            }

            AnsiConsole.Write(CreateTable(results, nodes, stories));
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        }

        return 0;

        int Number(string name, int byDefault) => options.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : byDefault;
    }

    private static Table CreateTable(List<Measurement> results, List<PublishingNode> nodes, int stories)
    {
        var table = Suite.Table($"Publishing, {stories:N0} stories: medians (ranges)", "load", "build", "per second", "p50 ms", "p99 ms", "CPU ms", "of it service", "ratio to idle");
        foreach (var row in results.Select(result => result.Row).Distinct())
        {
            foreach (var node in nodes)
            {
                var turns = results.Where(result => result.Row == row && result.Node == node.Name).ToList();
                table.AddRow(row, node.Name, Format(result => result.Rate, "N1"), Format(result => result.P50, "N1"), Median(result => result.P99), Format(result => result.ServiceMilliseconds + result.PostgresMilliseconds, "N1"), Median(result => result.ServiceMilliseconds), Format(result => result.RatioToIdle, "N2"));

                string Median(Func<Measurement, double> select) => turns.Exists(turn => double.IsNaN(select(turn))) ? "" : Suite.Median(turns.Select(select), "N1");

                string Format(Func<Measurement, double> select, string format) =>
                    turns.Exists(turn => double.IsNaN(select(turn))) ? "" : $"{Suite.Median(turns.Select(select), format)} ({turns.Min(select).ToString(format, null)}-{turns.Max(select).ToString(format, null)})";
            }
        }

        return table;
    }

    /// <summary>The result of one load on one build. A value that does not apply is not a number.</summary>
    /// <param name="Rate">Publications or requests per second.</param>
    /// <param name="P50">The median duration of a publication request or a search, in milliseconds.</param>
    /// <param name="P99">The 99th percentile of it.</param>
    /// <param name="ServiceMilliseconds">The processor time of the service for saving and publishing one story.</param>
    /// <param name="PostgresMilliseconds">The processor time of PostgreSQL for saving and publishing one story.</param>
    /// <param name="RatioToIdle">The throughput of readers beside writers, or the duration of a search while the pending list is full, divided by the same without.</param>
    public sealed record Measurement(double Rate, double P50, double P99, double ServiceMilliseconds = double.NaN, double PostgresMilliseconds = double.NaN, double RatioToIdle = double.NaN)
    {
        public string Node { get; init; } = "";

        public string Row { get; init; } = "";
    }
}
