using System.Text.RegularExpressions;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Delivery.Recommendations;
using ContentApi.Delivery.Stories;
using Dapper;
using Npgsql;
using Spectre.Console;

namespace ContentApi.Benchmarks;

/// <summary>
/// Compares uncached reads with pgbench: with the statements that build the same responses without pre-serialized JSON ("from columns", in
/// one round trip), and with the statements that the service runs, one after the other and in one round trip ("piped").
/// </summary>
internal static class UncachedRows
{
    private const int Turns = 5;

    private static readonly (string Name, string Address, string Sql, string Columns)[] Reads =
    [
        (
            "uncached-story",
            "/v1/stories/generated-story-{n}",
            Pgbench.Of(ReadSnapshot.Sql + StoryStore.FindSql(BodyFormat.Blocks, includeRecommendations: false, includeNavigation: false)),
            Pgbench.Of(ReadSnapshot.Sql + Pgbench.StoryFromColumns)),
        ("uncached-list", "/v1/stories", Pgbench.Of(ReadSnapshot.Sql + Pgbench.List), Pgbench.Of(ReadSnapshot.Sql + Pgbench.ListFromColumns)),
    ];

    public static readonly string[] Names = [.. Reads.Select(read => read.Name)];

    public static async Task Run(IReadOnlyList<string> rows, Load load, int stories, string connectionString)
    {
        if (!rows.Intersect(Names, StringComparer.Ordinal).Any())
        {
            return;
        }

        var plans = await Plans(connectionString);
        Console.WriteLine(plans.Length == 0 ? "No sequential scan in the plans of a story or a list." : $"Sequential scans:\n{plans}");
        await using var product = await Product.Serve("--Cache:SizeLimitMegabytes=0");
        var table = Suite.Table("Uncached", "", "reqs/s", "p50", "p99 ms", "bytes", "pgbench", "a second", "ratio", "range");
        foreach (var (name, address, sql, columns) in Reads.Where(read => rows.Contains(read.Name)))
        {
            await load.WarmUp(product.Url, address, stories);
            await load.Pgbench(name, sql, stories, pipelined: true);
            List<(Burst Product, double Bytes, double Columns, double Ordinary, double Pipelined)> turns = [];
            for (var turn = 0; turn < Turns; turn++)
            {
                var before = product.Allocated();
                var burst = await load.Http(product.Url, address, stories);
                var bytes = (product.Allocated() - before) / (double)burst.Requests;
                turns.Add((
                    burst,
                    bytes,
                    await load.Pgbench(name, columns, stories, pipelined: true),
                    await load.Pgbench(name, sql, stories, pipelined: false),
                    await load.Pgbench(name, sql, stories, pipelined: true)));
            }

            string[] own =
            [
                name[(name.IndexOf('-') + 1)..],
                Suite.Median(turns.Select(turn => turn.Product.PerSecond), "N0"),
                Suite.Median(turns.Select(turn => turn.Product.Median), "N1"),
                Suite.Median(turns.Select(turn => turn.Product.P99), "N1"),
                Suite.Median(turns.Select(turn => turn.Bytes), "N0"),
            ];
            table.AddRow([.. own, .. Against("from columns", turns.ConvertAll(turn => (turn.Product.PerSecond, turn.Columns)))]);
            table.AddRow(["", "", "", "", "", .. Against("the same", turns.ConvertAll(turn => (turn.Product.PerSecond, turn.Ordinary)))]);
            table.AddRow(["", "", "", "", "", .. Against("the same, piped", turns.ConvertAll(turn => (turn.Product.PerSecond, turn.Pipelined)))]);
        }

        AnsiConsole.Write(table);
    }

    private static string[] Against(string what, List<(double Product, double Limit)> turns)
    {
        var ratios = turns.ConvertAll(turn => turn.Product / turn.Limit);
        return [what, Suite.Median(turns.Select(turn => turn.Limit), "N0"), Suite.Median(ratios, "N2"), Suite.Range(ratios)];
    }

    private static async Task<string> Plans(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Options=-c plan_cache_mode=force_generic_plan");
        List<string> scans = [];
        foreach (var statement in (StoryStore.FindSql(BodyFormat.Blocks, includeRecommendations: true, includeNavigation: true) + RecommendationSql.SelectNewest + Pgbench.List + Pgbench.StoryFromColumns + Pgbench.ListFromColumns).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var plan = string.Join('\n', await connection.QueryAsync<string>("explain " + Pgbench.Literal(statement)));
            if (Regex.IsMatch(plan, "Seq Scan on (?:story|takeaway|recommendation)", RegexOptions.None, TimeSpan.FromSeconds(1)))
            {
                scans.Add(plan);
            }
        }

        return string.Join("\n\n", scans);
    }
}
