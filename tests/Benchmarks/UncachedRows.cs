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
/// Compares uncached reads with pgbench, which runs the statements that build the same responses without pre-serialized JSON ("from
/// columns", in one round trip), and the statements of the service, one after the other and in one round trip ("pipelined").
/// </summary>
internal static class UncachedRows
{
    private const int Turns = 5;

    private static readonly (string Name, string Path, string Sql, string Columns)[] Reads =
    [
        (
            "uncached-story",
            "/v1/stories/generated-story-{n}",
            PgbenchSql.Script(ReadSnapshot.Sql + StoryStore.FindSql(BodyFormat.Blocks, includeRecommendations: false, includeNavigation: false)),
            PgbenchSql.Script(ReadSnapshot.Sql + PgbenchSql.StoryFromColumns)),
        ("uncached-list", "/v1/stories", PgbenchSql.Script(ReadSnapshot.Sql + PgbenchSql.List), PgbenchSql.Script(ReadSnapshot.Sql + PgbenchSql.ListFromColumns)),
    ];

    public static readonly string[] Names = [.. Reads.Select(read => read.Name)];

    public static async Task Run(IReadOnlyList<string> rows, LoadGenerator load, int stories, string connectionString)
    {
        if (!rows.Intersect(Names, StringComparer.Ordinal).Any())
        {
            return;
        }

        var plans = await FindSequentialScans(connectionString);
        Console.WriteLine(plans.Length == 0 ? "No sequential scans in the plans of the story and list statements." : $"Sequential scans:\n{plans}");
        await using var service = await PublishedService.Current.StartServer("--Cache:SizeLimitMegabytes=0");
        var table = Suite.Table("Uncached", "", "reqs/s", "p50", "p99 ms", "bytes", "pgbench", "per second", "ratio", "range");
        foreach (var (name, path, sql, columns) in Reads.Where(read => rows.Contains(read.Name)))
        {
            await load.WarmUp(service.Url, path, stories);
            await load.Pgbench(name, sql, stories, pipelined: true);
            List<(Burst Service, double Bytes, double Columns, double Sequential, double Pipelined)> turns = [];
            for (var turn = 0; turn < Turns; turn++)
            {
                var before = service.AllocatedBytes();
                var burst = await load.Http(service.Url, path, stories);
                var bytes = (service.AllocatedBytes() - before) / (double)burst.Requests;
                turns.Add((
                    burst,
                    bytes,
                    await load.Pgbench(name, columns, stories, pipelined: true),
                    await load.Pgbench(name, sql, stories, pipelined: false),
                    await load.Pgbench(name, sql, stories, pipelined: true)));
            }

            string[] serviceColumns =
            [
                name[(name.IndexOf('-') + 1)..],
                Suite.Median(turns.Select(turn => turn.Service.PerSecond), "N0"),
                Suite.Median(turns.Select(turn => turn.Service.Median), "N1"),
                Suite.Median(turns.Select(turn => turn.Service.P99), "N1"),
                Suite.Median(turns.Select(turn => turn.Bytes), "N0"),
            ];
            table.AddRow([.. serviceColumns, .. CompareWithPgbench("from columns", turns.ConvertAll(turn => (turn.Service.PerSecond, turn.Columns)))]);
            table.AddRow(["", "", "", "", "", .. CompareWithPgbench("the same", turns.ConvertAll(turn => (turn.Service.PerSecond, turn.Sequential)))]);
            table.AddRow(["", "", "", "", "", .. CompareWithPgbench("the same, pipelined", turns.ConvertAll(turn => (turn.Service.PerSecond, turn.Pipelined)))]);
        }

        AnsiConsole.Write(table);
    }

    private static string[] CompareWithPgbench(string statements, List<(double Service, double Limit)> turns)
    {
        var ratios = turns.ConvertAll(turn => turn.Service / turn.Limit);
        return [statements, Suite.Median(turns.Select(turn => turn.Limit), "N0"), Suite.Median(ratios, "N2"), Suite.Range(ratios)];
    }

    private static async Task<string> FindSequentialScans(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Options=-c plan_cache_mode=force_generic_plan");
        List<string> scans = [];
        foreach (var statement in (StoryStore.FindSql(BodyFormat.Blocks, includeRecommendations: true, includeNavigation: true) + RecommendationSql.SelectNewest + PgbenchSql.List + PgbenchSql.StoryFromColumns + PgbenchSql.ListFromColumns).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var plan = string.Join('\n', await connection.QueryAsync<string>("explain " + PgbenchSql.WithLiterals(statement)));
            if (Regex.IsMatch(plan, "Seq Scan on (?:story|takeaway|recommendation)", RegexOptions.None, TimeSpan.FromSeconds(1)))
            {
                scans.Add(plan);
            }
        }

        return string.Join("\n\n", scans);
    }
}
