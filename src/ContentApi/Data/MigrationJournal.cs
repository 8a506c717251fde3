using System.Security.Cryptography;
using System.Text;
using Dapper;
using DbUp.Engine;
using Npgsql;

namespace ContentApi.Data;

/// <summary>Records the applied scripts with their checksums in the table `migration`.</summary>
internal sealed class MigrationJournal(string connectionString) : IJournal
{
    public void EnsureTableExistsAndIsLatestVersion(Func<System.Data.IDbCommand> dbCommandFactory)
    {
        using var command = dbCommandFactory();
        command.CommandText = """
            create table if not exists migration (
              script      text        primary key,
              checksum    text        not null,
              applied_at  timestamptz not null default now()
            )
            """;
        command.ExecuteNonQuery();
    }

    public string[] GetExecutedScripts() => Rows().Select(row => row.Script).ToArray();

    public void StoreExecutedScript(SqlScript script, Func<System.Data.IDbCommand> dbCommandFactory)
    {
        using var command = dbCommandFactory();
        command.CommandText = "insert into migration (script, checksum) values (@script, @checksum)";
        command.Parameters.Add(new NpgsqlParameter("script", script.Name));
        command.Parameters.Add(new NpgsqlParameter("checksum", Checksum(script)));
        command.ExecuteNonQuery();
    }

    /// <summary>Throws if an applied script was edited afterwards: migrations are append-only.</summary>
    public void EnsureCompatible(IEnumerable<SqlScript> scripts)
    {
        var ran = Rows().ToDictionary(row => row.Script, row => row.Checksum, StringComparer.Ordinal);
        var edited = scripts.FirstOrDefault(script => ran.TryGetValue(script.Name, out var checksum) && checksum != Checksum(script));
        if (edited is not null)
        {
            throw new MigrationException($"Migration {edited.Name} was edited after it ran on this database. Restore it, and put the change into a new script.");
        }
    }

    private List<JournalRow> Rows()
    {
        using var connection = new NpgsqlConnection(connectionString);
        return connection.ExecuteScalar<bool>("select to_regclass('migration') is null")
            ? []
            : connection.Query<JournalRow>("select script as Script, checksum as Checksum from migration").ToList();
    }

    private static string Checksum(SqlScript script) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script.Contents.ReplaceLineEndings("\n"))));

    private sealed record JournalRow(string Script, string Checksum);
}
