using System.Security.Cryptography;
using System.Text;
using Dapper;
using DbUp.Engine;
using Npgsql;

namespace ContentApi.Data;

/// <summary>Records the applied scripts with their checksums in the table `migration`.</summary>
internal sealed class MigrationJournal(string connectionString) : IJournal
{
    /// <summary>Selects whether the table is missing, which means that no migration ever ran.</summary>
    public const string IsMissingSql = "select to_regclass('migration') is null";

    /// <summary>Selects the applied scripts.</summary>
    public const string SelectSql = "select script as Script, checksum as Checksum from migration";

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

    public string[] GetExecutedScripts() => Read().Select(applied => applied.Script).ToArray();

    public void StoreExecutedScript(SqlScript script, Func<System.Data.IDbCommand> dbCommandFactory)
    {
        using var command = dbCommandFactory();
        command.CommandText = "insert into migration (script, checksum) values (@script, @checksum)";
        command.Parameters.Add(new NpgsqlParameter("script", script.Name));
        command.Parameters.Add(new NpgsqlParameter("checksum", ComputeChecksum(script)));
        command.ExecuteNonQuery();
    }

    /// <summary>Returns the applied scripts; none if no migration ever ran on the database.</summary>
    public IReadOnlyList<AppliedMigration> Read()
    {
        using var connection = new NpgsqlConnection(connectionString);
        return connection.ExecuteScalar<bool>(IsMissingSql) ? [] : connection.Query<AppliedMigration>(SelectSql).AsList();
    }

    /// <summary>
    /// Throws if an applied script and the script of the same name have different checksums, because an older, incompatible version created
    /// the database. Accepts applied scripts that are unknown here: during an upgrade, a newer version has migrated the database while this
    /// version is still running.
    /// </summary>
    /// <exception cref="MigrationException">The database is incompatible.</exception>
    public static void EnsureCompatible(IEnumerable<SqlScript> scripts, IEnumerable<AppliedMigration> applied)
    {
        var checksums = applied.ToDictionary(migration => migration.Script, migration => migration.Checksum, StringComparer.Ordinal);
        var different = scripts.FirstOrDefault(script => checksums.TryGetValue(script.Name, out var checksum) && checksum != ComputeChecksum(script));
        if (different is not null)
        {
            throw new MigrationException(
                $"The database was created by an older, incompatible version (its {different.Name} differs): reset it with "
                + "`dotnet run --project src/ContentApi -- reset` if it is embedded, or with `docker compose down --volumes` if it belongs to compose; "
                + "otherwise use an empty database.");
        }
    }

    private static string ComputeChecksum(SqlScript script) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script.Contents.ReplaceLineEndings("\n"))));
}
