using System.Diagnostics;
using ContentApi.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Spectre.Console;

namespace ContentApi.Benchmarks;

/// <summary>
/// Measures how many stories per second one writer and eight writers publish over HTTP (save a draft, then publish it) on a durable
/// database, and the remaining throughput of readers meanwhile.
/// </summary>
internal static class PublishingRun
{
    public const string Name = "publishing";

    private const int Library = 1_000;
    private const int Turns = 3;

    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(5);

    public static async Task<int> Run()
    {
        var folder = Directory.CreateTempSubdirectory("content-api-publishing-").FullName;
        await using var postgres = await EmbeddedPostgresServer.Start(new() { DataPath = folder + "-data" }, NullLogger.Instance, CancellationToken.None);
        Environment.SetEnvironmentVariable("ConnectionStrings__Content", postgres.ConnectionString);
        await Product.Run("migrate");
        await Product.Run("import", GeneratedLibrary.Write(Path.Combine(Path.GetTempPath(), $"content-api-documents-{Library}"), Library));
        await using var server = await Product.Serve("--RateLimits:Enabled=false");
        using var http = await Newsroom.Enter(server.Url);
        var load = new Load(folder, new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Host!, "content");
        await Write(http, writers: 2, run: -1, Burst); // warms up
        await Read(load, server.Url);

        var table = Suite.Table("Publishing", "writers", "publications/s", "p50 ms", "p99 ms", "reads/s meanwhile", "reads/s alone", "kept");
        var run = 0;
        foreach (var writers in new[] { 1, 8 })
        {
            for (var turn = 0; turn < Turns; turn++)
            {
                var alone = await Read(load, server.Url);
                var writing = await Write(http, writers, run++, Burst);
                var both = Write(http, writers, run++, Burst);
                var reads = await Read(load, server.Url);
                await both;
                table.AddRow($"{writers}", $"{writing.Count / Burst.TotalSeconds:N0}", $"{writing[writing.Count / 2]:N1}", $"{writing[writing.Count * 99 / 100]:N1}", $"{reads:N0}", $"{alone:N0}", $"{reads / alone:N2}");
            }
        }

        AnsiConsole.Write(table);
        return 0;
    }

    private static async Task<double> Read(Load load, Uri url) => (await load.Http(url, "/v1/stories/generated-story-{n}", Library)).PerSecond;

    /// <returns>The duration of each publication in milliseconds, ascending.</returns>
    private static async Task<List<double>> Write(HttpClient http, int writers, int run, TimeSpan time)
    {
        var times = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            List<double> own = [];
            var bodies = Enumerable.Range(0, 200).Select(n => Newsroom.Body(Library + (((run + 1) * 8 + writer) * 200) + n)).ToArray(); // no two stories may have the same body
            var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
            for (var n = 0; Stopwatch.GetTimestamp() < end; n++)
            {
                var slug = $"published-{run}-{writer}-{n}".Replace("--", "-x", StringComparison.Ordinal);
                own.Add(await Newsroom.Publish(http, slug, n, bodies[n % bodies.Length]));
            }

            return own;
        })));
        return times.SelectMany(own => own).Order().ToList();
    }
}
