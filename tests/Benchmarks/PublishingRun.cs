using System.Diagnostics;
using ContentApi.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Spectre.Console;

namespace ContentApi.Benchmarks;

/// <summary>
/// Measures how many stories per second one writer and eight writers publish over HTTP (save a draft, then publish it) on a durable
/// database, and the throughput of readers meanwhile.
/// </summary>
internal static class PublishingRun
{
    public const string Name = "publishing";

    private const int Stories = 1_000;
    private const int Turns = 3;

    private static readonly TimeSpan BurstDuration = TimeSpan.FromSeconds(5);

    public static async Task<int> Run()
    {
        var folder = Directory.CreateTempSubdirectory("content-api-publishing-").FullName;
        await using var postgres = await EmbeddedPostgresServer.Start(new() { DataPath = folder + "-data" }, NullLogger.Instance, CancellationToken.None);
        Environment.SetEnvironmentVariable("ConnectionStrings__Content", postgres.ConnectionString);
        await PublishedService.Run("migrate");
        await PublishedService.Run("import", GeneratedLibrary.Write(Path.Combine(Path.GetTempPath(), $"content-api-documents-{Stories}"), Stories));
        await using var server = await PublishedService.StartServer("--RateLimits:Enabled=false");
        using var http = await PublicationClient.Create(server.Url);
        var load = new LoadGenerator(folder, new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Host!, "content");
        await PublishStories(http, writers: 2, run: -1, BurstDuration); // warms up
        await MeasureReads(load, server.Url);

        var table = Suite.Table("Publishing", "writers", "publications/s", "p50 ms", "p99 ms", "reads/s meanwhile", "reads/s alone", "ratio");
        var run = 0;
        foreach (var writers in new[] { 1, 8 })
        {
            for (var turn = 0; turn < Turns; turn++)
            {
                var alone = await MeasureReads(load, server.Url);
                var writing = await PublishStories(http, writers, run++, BurstDuration);
                var concurrentWriting = PublishStories(http, writers, run++, BurstDuration);
                var reads = await MeasureReads(load, server.Url);
                await concurrentWriting;
                table.AddRow($"{writers}", $"{writing.Count / BurstDuration.TotalSeconds:N0}", $"{writing[writing.Count / 2]:N1}", $"{writing[writing.Count * 99 / 100]:N1}", $"{reads:N0}", $"{alone:N0}", $"{reads / alone:N2}");
            }
        }

        AnsiConsole.Write(table);
        return 0;
    }

    private static async Task<double> MeasureReads(LoadGenerator load, Uri url) => (await load.Http(url, "/v1/stories/generated-story-{n}", Stories)).PerSecond;

    /// <summary>Publishes stories with several writers, and returns the duration of each publication in milliseconds, ascending.</summary>
    private static async Task<List<double>> PublishStories(HttpClient http, int writers, int run, TimeSpan duration)
    {
        var times = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            List<double> writerTimes = [];
            var bodies = Enumerable.Range(0, 200).Select(n => PublicationClient.StoryBody(Stories + (((run + 1) * 8 + writer) * 200) + n)).ToArray(); // stories with equal bodies are duplicates
            var end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
            for (var n = 0; Stopwatch.GetTimestamp() < end; n++)
            {
                var slug = $"published-{run}-{writer}-{n}".Replace("--", "-x", StringComparison.Ordinal);
                writerTimes.Add(await PublicationClient.Publish(http, slug, n, bodies[n % bodies.Length]));
            }

            return writerTimes;
        })));
        return times.SelectMany(writerTimes => writerTimes).Order().ToList();
    }
}
