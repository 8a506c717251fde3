using Spectre.Console;

namespace ContentApi.Benchmarks;

/// <summary>
/// Compares cached responses with a bare Kestrel that serves the same bytes uncompressed; a 304 is compared with Kestrel's 200. Reads a
/// thousand stories at random.
/// </summary>
internal static class CachedRows
{
    private const int Hot = 1_000;
    private const int Turns = 5;
    private const string Story = "/v1/stories/generated-story-{n}";
    private const string Writer = "writer";

    private static readonly (string Name, string Address, string? Header)[] Reads =
    [
        ("story", Story, null),
        ("story-gzip", Story, "Accept-Encoding: gzip"),
        ("story-br", Story, "Accept-Encoding: gzip, deflate, br"),
        ("list", "/v1/stories", null),
        ("not-modified", Story, "If-None-Match: *"),
    ];

    public static readonly string[] Names = [.. Reads.Select(read => read.Name), Writer];

    public static async Task Run(IReadOnlyList<string> rows, Load load, int stories)
    {
        if (!rows.Intersect(Names, StringComparer.Ordinal).Any())
        {
            return;
        }

        var hot = Math.Min(Hot, stories);
        await using var product = await Product.Serve();
        await using var kestrel = await BareKestrel.Serve(product.Url, hot);
        var table = Suite.Table("Cached, beside a bare Kestrel", "", "requests/s", "Kestrel/s", "ratio", "range", "p50 ms", "p99 ms", "bytes");
        foreach (var (name, address, header) in Reads.Where(read => rows.Contains(read.Name)))
        {
            await WarmUpBoth(address, header);
            List<(Burst Product, double Bytes, Burst Limit)> turns = [];
            for (var turn = 0; turn < Turns; turn++)
            {
                var limit = await load.Http(kestrel.Url, address, hot);
                var before = product.Allocated();
                var burst = await load.Http(product.Url, address, hot, header);
                turns.Add((burst, (product.Allocated() - before) / (double)burst.Requests, limit));
            }

            Add(name, turns.ConvertAll(turn => turn.Product), turns.ConvertAll(turn => turn.Limit), turns.Select(turn => turn.Bytes));
        }

        if (rows.Contains(Writer))
        {
            await WarmUpBoth(Story, header: null);
            using var http = await Newsroom.Enter(product.Url);
            List<(Burst Alone, Burst Both)> turns = [];
            for (var turn = 0; turn < Turns; turn++)
            {
                var alone = await load.Http(product.Url, Story, hot);
                using var done = new CancellationTokenSource();
                var writing = Write(http, turn, done.Token);
                turns.Add((alone, await load.Http(product.Url, Story, hot)));
                await done.CancelAsync();
                await writing;
            }

            Add($"{Writer} beside", turns.ConvertAll(turn => turn.Both), turns.ConvertAll(turn => turn.Alone), []);
        }

        AnsiConsole.Write(table);

        async Task WarmUpBoth(string address, string? header)
        {
            await load.WarmUp(product.Url, address, hot, header);
            await load.WarmUp(kestrel.Url, address, hot);
        }

        void Add(string name, List<Burst> ours, List<Burst> limits, IEnumerable<double> bytes)
        {
            var ratios = ours.Zip(limits, (our, limit) => our.PerSecond / limit.PerSecond).ToList();
            table.AddRow(
                name,
                Suite.Median(ours.Select(burst => burst.PerSecond), "N0"),
                Suite.Median(limits.Select(burst => burst.PerSecond), "N0"),
                Suite.Median(ratios, "N2"),
                Suite.Range(ratios),
                Suite.Median(ours.Select(burst => burst.Median), "N2"),
                Suite.Median(ours.Select(burst => burst.P99), "N2"),
                bytes.Any() ? Suite.Median(bytes, "N0") : "");
        }
    }

    /// <summary>Publishes one story per second until cancelled.</summary>
    private static async Task Write(HttpClient http, int turn, CancellationToken done)
    {
        for (var n = 0; !done.IsCancellationRequested; n++)
        {
            await Newsroom.Publish(http, $"written-{turn}-{n}", n, Newsroom.Body(100_000 + n));
            await Task.Delay(TimeSpan.FromSeconds(1), done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
