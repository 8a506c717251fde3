using System.Diagnostics;
using System.Globalization;
using ContentApi.EmbeddedPostgres;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ContentApi.Benchmarks;

/// <summary>A build of the service on its own database server, with writers and readers.</summary>
internal sealed class PublishingNode(string name, EmbeddedPostgresServer postgres, ServerProcess server, HttpClient http, LoadGenerator load, int stories) : IAsyncDisposable
{
    private const double ClockTicksPerMillisecond = 0.1; // USER_HZ is 100 on Linux

    private static readonly TimeSpan SearchDuration = TimeSpan.FromSeconds(0.8); // the service merges the pending list after a second without publications

    private readonly Random random = new(1); // different words in each search, which the response cache does not have
    private readonly List<string> published = [];
    private int nextBody = stories + 1;
    private int nextCorrection;

    public string Name => name;

    public static async Task<PublishingNode> Start(string name, string buildFolder, string? dataFolder, string documents, int stories)
    {
        var folder = Directory.CreateTempSubdirectory("content-api-publishing-").FullName;
        var dataPath = dataFolder is null ? folder + "-data" : Path.Combine(dataFolder, $"{name.Replace(' ', '-')}-{stories}");
        var postgres = await EmbeddedPostgresServer.Start(new() { DataPath = dataPath }, NullLogger.Instance, CancellationToken.None);
        var service = new PublishedService(buildFolder, postgres.ConnectionString);
        await service.Run("migrate");
        await using var connection = new NpgsqlConnection(postgres.ConnectionString);
        if (await connection.ExecuteScalarAsync<int>("select count(*) from story") < stories)
        {
            var (seconds, _, output) = await service.Run("import", documents);
            Console.WriteLine($"Imported in {seconds:N1} s: {output}");
        }

        await connection.ExecuteAsync("vacuum analyze", commandTimeout: 1200);
        var server = await service.StartServer("--RateLimits:Enabled=false", "--Logging:LogLevel:Default=Warning");
        var http = await PublicationClient.Create(service, server.Url);
        return new(name, postgres, server, http, new(folder, new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Host!, "content"), stories);
    }

    /// <summary>Publishes stories with several writers, for a duration or until a count is reached.</summary>
    public async Task<PublishingRun.Measurement> Publish(int writers, bool isCorrection, TimeSpan? duration = null, int count = int.MaxValue)
    {
        var run = Guid.CreateVersion7().ToString("N");
        var remaining = count;
        var (clock, before) = (Stopwatch.StartNew(), ReadProcessorTimes());
        var times = (await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            List<double> writerTimes = [];
            while (clock.Elapsed < (duration ?? TimeSpan.MaxValue) && Interlocked.Decrement(ref remaining) >= 0)
            {
                writerTimes.Add(isCorrection ? await Correct() : await PublishNew(run));
            }

            return writerTimes;
        })))).SelectMany(writerTimes => writerTimes).Order().ToList();
        var (elapsed, after) = (clock.Elapsed, ReadProcessorTimes());
        return new(
            times.Count / elapsed.TotalSeconds,
            times[times.Count / 2],
            times[times.Count * 99 / 100],
            (after.Service - before.Service) / times.Count,
            (after.Postgres - before.Postgres) / times.Count);
    }

    /// <summary>Measures readers of cached stories, alone and while one writer publishes at a fixed rate.</summary>
    public async Task<PublishingRun.Measurement> MeasureReaders(double publicationsPerSecond)
    {
        await Read();
        var alone = await Read();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / publicationsPerSecond));
            while (!stop.IsCancellationRequested)
            {
                await PublishNew(Guid.CreateVersion7().ToString("N"));
                await timer.WaitForNextTickAsync(CancellationToken.None);
            }
        });
        await Task.Delay(500);
        var beside = await Read();
        await stop.CancelAsync();
        await writing;
        return new(beside.PerSecond, beside.Median, beside.P99, RatioToIdle: beside.PerSecond / alone.PerSecond);

        Task<Burst> Read() => load.Http(server.Url, "/v1/stories/generated-story-{n}", stories);
    }

    /// <summary>
    /// Measures searches right after a burst of publications, when the pending list of the search index is as full as the service lets it
    /// become, and with an empty list.
    /// </summary>
    public async Task<PublishingRun.Measurement> MeasureSearch()
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString);
        List<(double Full, double Empty)> times = [];
        for (var round = 0; round < 5; round++)
        {
            await Publish(writers: 8, isCorrection: false, count: 60 + (round * 16)); // less than a merge needs
            var full = await Search();
            await connection.ExecuteAsync("select gin_clean_pending_list(c) from unnest(array['story_search_body', 'story_search_head_words', 'takeaway_search_words']::regclass[]) as lists (c)");
            times.Add((full.P50, (await Search()).P50));
        }

        var worst = times.MaxBy(pair => pair.Full / pair.Empty);
        return new(1000 / worst.Full, worst.Full, worst.Full, RatioToIdle: worst.Full / worst.Empty);

        string PickWord()
        {
            while (true)
            {
                if (GeneratedLibrary.PickWord(random) is { Length: > 3 } word) // shorter ones can be stop words, which alone are no query
                {
                    return word;
                }
            }
        }

        async Task<(double P50, double P99)> Search()
        {
            List<double> searchTimes = [];
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < SearchDuration)
            {
                var start = Stopwatch.GetTimestamp();
                using var response = await http.GetAsync($"/v1/search?q={PickWord()}+{PickWord()}");
                response.EnsureSuccessStatusCode();
                searchTimes.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            searchTimes.Sort();
            return (searchTimes[searchTimes.Count / 2], searchTimes[searchTimes.Count * 99 / 100]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
        await postgres.DisposeAsync();
    }

    private async Task<double> PublishNew(string run)
    {
        var n = Interlocked.Increment(ref nextBody); // stories with equal bodies would be duplicates
        var slug = $"published-{run}-{n}";
        var time = await PublicationClient.Publish(http, slug, n, PublicationClient.StoryBody(n));
        lock (published)
        {
            published.Add(slug);
        }

        return time;
    }

    /// <summary>Publishes a version of a story with two more words.</summary>
    private async Task<double> Correct()
    {
        var n = Interlocked.Increment(ref nextCorrection);
        string slug;
        int version;
        lock (published)
        {
            slug = published[n % published.Count];
            version = 2 + (n / published.Count);
        }

        var body = PublicationClient.StoryBody(int.Parse(slug.AsSpan(slug.LastIndexOf('-') + 1), CultureInfo.InvariantCulture));
        return await PublicationClient.Publish(http, slug, n, $"{body}\n\nCorrected {n}.", version);
    }

    /// <summary>Returns the processor times of the service and of PostgreSQL with all its processes, in milliseconds.</summary>
    private (double Service, double Postgres) ReadProcessorTimes()
    {
        var socket = new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Host!;
        var postmaster = int.Parse(File.ReadLines(Path.Combine(socket, ".s.PGSQL.5432.lock")).First(), CultureInfo.InvariantCulture);
        var ticks = 0L;
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(process, "stat"));
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // proc(5), from the third field on
                var isPostmaster = Path.GetFileName(process) == postmaster.ToString(CultureInfo.InvariantCulture);
                if (isPostmaster || fields[1] == postmaster.ToString(CultureInfo.InvariantCulture))
                {
                    // The times of exited processes are part of the postmaster's times of its children.
                    ticks += fields[11..(isPostmaster ? 15 : 13)].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
                }
            }
            catch (IOException)
            {
                // the process has just exited
            }
        }

        return (server.ProcessorTime.TotalMilliseconds, ticks / ClockTicksPerMillisecond);
    }
}
