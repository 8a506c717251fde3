using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using DbUp;
using DbUp.Engine;
using Npgsql;

namespace ContentApi.Data;

/// <summary>Brings the database's schema up to the scripts of `db/migrations`, which are part of the program.</summary>
internal sealed class Migrator(Database database, ILogger<Migrator> log)
{
    private static readonly IReadOnlyList<SqlScript> Scripts = ReadScripts();

    /// <summary>Applies what is missing, and returns the names of the scripts applied.</summary>
    /// <exception cref="MigrationFailed">A script failed, or one that has run was edited since.</exception>
    public async Task<IReadOnlyList<string>> Migrate(CancellationToken cancellation)
    {
        await using var gate = await Gate(cancellation);
        var journal = new MigrationJournal(database.MigrationConnectionString);
        journal.RefuseEdited(Scripts);

        var upgrade = DeployChanges.To.PostgresqlDatabase(database.MigrationConnectionString)
            .WithScripts(Scripts)
            .WithVariablesDisabled()
            .WithTransactionPerScript()
            .JournalTo(journal)
            .LogToNowhere()
            .Build()
            .PerformUpgrade();

        if (!upgrade.Successful)
        {
            throw new MigrationFailed($"Migration {upgrade.ErrorScript?.Name} failed: {upgrade.Error.Message}", upgrade.Error);
        }

        var applied = upgrade.Scripts.Select(script => script.Name).ToList();
        foreach (var script in applied)
        {
            log.LogInformation("Applied migration {Script}", script);
        }

        return applied;
    }

    /// <summary>The scripts that the database lacks. More than none: this node is not ready.</summary>
    public async Task<IReadOnlyList<string>> Pending(CancellationToken cancellation)
    {
        await using var connection = await database.Reads.OpenConnectionAsync(cancellation);
        if (await connection.ExecuteScalarAsync<bool>("select to_regclass('migration') is null"))
        {
            return Scripts.Select(script => script.Name).ToList();
        }

        var applied = await connection.QueryAsync<string>(
            new CommandDefinition("select script from migration", cancellationToken: cancellation));
        return Scripts.Select(script => script.Name).Except(applied, StringComparer.Ordinal).ToList();
    }

    /// <summary>
    /// A row lock on a connection of its own, held until it is disposed. DbUp takes no lock: of four nodes migrating at once three failed.
    /// </summary>
    private async Task<NpgsqlTransactionScope> Gate(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(database.MigrationConnectionString);
        await connection.OpenAsync(cancellation);
        try
        {
            await connection.ExecuteAsync("create table if not exists migration_gate (only_row boolean primary key default true check (only_row))");
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateObject)
        {
            // Another node created it, or its row type, in the same instant; `if not exists` does not cover that race.
        }

        await connection.ExecuteAsync("insert into migration_gate default values on conflict do nothing");
        var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync("select only_row from migration_gate for update", transaction: transaction);
        return new NpgsqlTransactionScope(connection, transaction);
    }

    private static List<SqlScript> ReadScripts()
    {
        var assembly = typeof(Migrator).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("migrations/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new SqlScript(name["migrations/".Length..], ReadText(assembly, name)))
            .ToList();
    }

    private static string ReadText(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private sealed class NpgsqlTransactionScope(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}

/// <summary>The schema could not be brought up to date. The message says why and is meant for the operator.</summary>
internal sealed class MigrationFailed(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Which scripts have run, with a checksum of each, in the table `migration`.</summary>
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

    /// <summary>History is append-only: a script that has run must still be what ran.</summary>
    public void RefuseEdited(IEnumerable<SqlScript> scripts)
    {
        var ran = Rows().ToDictionary(row => row.Script, row => row.Checksum, StringComparer.Ordinal);
        var edited = scripts.FirstOrDefault(script => ran.TryGetValue(script.Name, out var checksum) && checksum != Checksum(script));
        if (edited is not null)
        {
            throw new MigrationFailed($"Migration {edited.Name} was edited after it ran on this database. Restore it, and put the change into a new script.");
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
