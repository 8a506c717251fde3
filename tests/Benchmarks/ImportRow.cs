using System.Diagnostics;
using Dapper;
using Npgsql;
using Spectre.Console;

namespace ContentApi.Benchmarks;

/// <summary>
/// Compares the import with the same work done by PostgreSQL alone: COPY of the same rows into tables without indexes, `to_tsvector` of
/// stories and takeaways, then the same indexes and constraints.
/// </summary>
internal static class ImportRow
{
    public const string Name = "import";

    private const string InsertSearchRows = """
        insert into story_search (story_id, published_at, founder_id, topics, body)
        select s.id, s.published_at, s.founder_id, array(select topic_id from story_topic where story_id = s.id),
          to_tsvector('english', concat_ws(' ', s.title, s.dek, s.plain_text))
        from story s;

        insert into story_search_head (story_id, words)
        select s.id, setweight(to_tsvector('english', s.title), 'A') || setweight(to_tsvector('english', coalesce(s.dek, '')), 'C')
        from story s;

        insert into takeaway_search (takeaway_id, story_id, published_at, words)
        select t.id, s.id, s.published_at, setweight(to_tsvector('english', t.statement), 'A') || to_tsvector('english', coalesce(t.explanation, ''))
        from takeaway t join story s on s.id = t.story_id;
        """;

    public static async Task Run(IReadOnlyList<string> rows, double importSeconds, string folder, string connectionString)
    {
        if (!rows.Contains(Name))
        {
            return;
        }

        var source = new NpgsqlConnectionStringBuilder(connectionString);
        var target = new NpgsqlConnectionStringBuilder(connectionString) { Database = "copied" };
        string[] server = ["-h", source.Host!, "-p", "5432", "-U", "postgres"];
        var dump = Path.Combine(folder, "dump");
        await LoadGenerator.RunProgram("pg_dump", [.. server, "-Fc", "-Z0", "--exclude-table-data=story_search", "--exclude-table-data=story_search_head", "--exclude-table-data=takeaway_search", "-f", dump, source.Database!]);
        await LoadGenerator.RunProgram("createdb", [.. server, target.Database]);

        var clock = Stopwatch.StartNew();
        await Restore("pre-data");
        await Restore("data");
        await using (var connection = new NpgsqlConnection(target.ConnectionString))
        {
            await connection.ExecuteAsync(InsertSearchRows, commandTimeout: 600);
        }

        await Restore("post-data");
        var copySeconds = clock.Elapsed.TotalSeconds;
        File.Delete(dump);
        await LoadGenerator.RunProgram("dropdb", [.. server, "--force", target.Database]);
        AnsiConsole.Write(Suite.Table("Import", "", "seconds", "PostgreSQL alone", "ratio").AddRow(Name, $"{importSeconds:N1}", $"{copySeconds:N1}", $"{importSeconds / copySeconds:N2}"));

        Task<string> Restore(string section) => LoadGenerator.RunProgram("pg_restore", [.. server, "--section", section, "-d", target.Database, dump]);
    }
}
