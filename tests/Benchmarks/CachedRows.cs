using Spectre.Console;

namespace ContentApi.Benchmarks;

/// <summary>
/// Compares cached responses with a bare Kestrel server that serves the same bytes uncompressed. Compares a 304 with its 200. Reads a
/// thousand stories at random.
/// </summary>
internal static class CachedRows
{
    private const int HotStories = 1_000;
    private const int Turns = 5;
    private const string Story = "/v1/stories/generated-story-{n}";
    private const string Writer = "writer";

    private static readonly (string Name, string Path, string? Header)[] Reads =
    [
        ("story", Story, null),
        ("story-gzip", Story, "Accept-Encoding: gzip"),
        ("story-br", Story, "Accept-Encoding: gzip, deflate, br"),
        ("list", "/v1/stories", null),
        ("not-modified", Story, "If-None-Match: *"),
    ];

    public static readonly string[] Names = [.. Reads.Select(read => read.Name), Writer];

    public static async Task Run(IReadOnlyList<string> rows, LoadGenerator load, int stories)
    {
        if (!rows.Intersect(Names, StringComparer.Ordinal).Any())
        {
            return;
        }

        var hotStories = Math.Min(HotStories, stories);
        await using var service = await PublishedService.Current.StartServer();
        await using var kestrel = await BareKestrel.Start(service.Url, hotStories);
        var table = Suite.Table("Cached, compared with bare Kestrel", "", "requests/s", "Kestrel/s", "ratio", "range", "p50 ms", "p99 ms", "bytes");
        foreach (var (name, path, header) in Reads.Where(read => rows.Contains(read.Name)))
        {
            await WarmUpBoth(path, header);
            List<(Burst Service, double Bytes, Burst Limit)> turns = [];
            for (var turn = 0; turn < Turns; turn++)
            {
                var limit = await load.Http(kestrel.Url, path, hotStories);
                var before = service.AllocatedBytes();
                var burst = await load.Http(service.Url, path, hotStories, header);
                turns.Add((burst, (service.AllocatedBytes() - before) / (double)burst.Requests, limit));
            }

            AddRow(name, turns.ConvertAll(turn => turn.Service), turns.ConvertAll(turn => turn.Limit), turns.Select(turn => turn.Bytes));
        }

        if (rows.Contains(Writer))
        {
            await WarmUpBoth(Story, header: null);
            using var http = await PublicationClient.Create(PublishedService.Current, service.Url);
            List<(Burst Alone, Burst WithWriter)> turns = [];
            for (var turn = 0; turn < Turns; turn++)
            {
                var alone = await load.Http(service.Url, Story, hotStories);
                using var stop = new CancellationTokenSource();
                var writing = PublishStories(http, turn, stop.Token);
                turns.Add((alone, await load.Http(service.Url, Story, hotStories)));
                await stop.CancelAsync();
                await writing;
            }

            AddRow($"with {Writer}", turns.ConvertAll(turn => turn.WithWriter), turns.ConvertAll(turn => turn.Alone), []);
        }

        AnsiConsole.Write(table);

        async Task WarmUpBoth(string path, string? header)
        {
            await load.WarmUp(service.Url, path, hotStories, header);
            await load.WarmUp(kestrel.Url, path, hotStories);
        }

        void AddRow(string name, List<Burst> bursts, List<Burst> limits, IEnumerable<double> bytes)
        {
            var ratios = bursts.Zip(limits, (burst, limit) => burst.PerSecond / limit.PerSecond).ToList();
            table.AddRow(
                name,
                Suite.Median(bursts.Select(burst => burst.PerSecond), "N0"),
                Suite.Median(limits.Select(burst => burst.PerSecond), "N0"),
                Suite.Median(ratios, "N2"),
                Suite.Range(ratios),
                Suite.Median(bursts.Select(burst => burst.Median), "N2"),
                Suite.Median(bursts.Select(burst => burst.P99), "N2"),
                bytes.Any() ? Suite.Median(bytes, "N0") : "");
        }
    }

    /// <summary>Publishes one story per second until cancelled.</summary>
    private static async Task PublishStories(HttpClient http, int turn, CancellationToken cancellationToken)
    {
        for (var n = 0; !cancellationToken.IsCancellationRequested; n++)
        {
            await PublicationClient.Publish(http, $"written-{turn}-{n}", n, PublicationClient.StoryBody(100_000 + n));
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
