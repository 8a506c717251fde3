using System.Reflection;
using System.Text;
using Dapper;
using DbUp;
using DbUp.Engine;
using Npgsql;

namespace ContentApi.Data;

/// <summary>Migrates the database schema with the scripts of `db/migrations`, which are embedded in the assembly.</summary>
internal sealed partial class Migrator(Database database, ILogger<Migrator> logger)
{
    private static readonly IReadOnlyList<SqlScript> Scripts = ReadScripts();

    /// <summary>Applies the pending scripts, grants the read role its privileges, and returns the names of the applied scripts.</summary>
    /// <exception cref="MigrationException">
    /// A script failed, an older, incompatible version created the database, or the read role cannot be granted.
    /// </exception>
    public async Task<IReadOnlyList<string>> Migrate(CancellationToken cancellationToken)
    {
        await using var migrationLock = await AcquireLock(cancellationToken);
        var journal = new MigrationJournal(database.MigrationConnectionString);
        MigrationJournal.EnsureCompatible(Scripts, journal.Read());

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
            throw new MigrationException($"Migration {upgrade.ErrorScript?.Name} failed: {upgrade.Error.Message}", upgrade.Error);
        }

        var applied = upgrade.Scripts.Select(script => script.Name).ToList();
        foreach (var script in applied)
        {
            LogApplied(script);
        }

        if (database.ReadRole is { } role)
        {
            await using var connection = new NpgsqlConnection(database.MigrationConnectionString);
            await connection.OpenAsync(cancellationToken);
            await ReadRole.Grant(connection, role, cancellationToken);
        }

        return applied;
    }

    /// <summary>
    /// Returns the names of the pending scripts. If the read role lacks privileges, the last item describes these. The node is ready only
    /// if the list is empty.
    /// </summary>
    /// <exception cref="MigrationException">An older, incompatible version created the database.</exception>
    public async Task<IReadOnlyList<string>> ListPending(CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(MigrationJournal.IsMissingSql, cancellationToken: cancellationToken)))
        {
            return Scripts.Select(script => script.Name).ToList();
        }

        var applied = (await connection.QueryAsync<AppliedMigration>(new CommandDefinition(MigrationJournal.SelectSql, cancellationToken: cancellationToken))).AsList();
        MigrationJournal.EnsureCompatible(Scripts, applied);
        var pending = Scripts.Select(script => script.Name).Except(applied.Select(migration => migration.Script), StringComparer.Ordinal).ToList();
        if (database.ReadRole is { } role && !await ReadRole.IsGranted(connection, role, cancellationToken))
        {
            pending.Add($"the privileges of the role '{role}'");
        }

        return pending;
    }

    /// <summary>
    /// Acquires a row lock on a dedicated connection, held until disposal. Without it, concurrent migrations would fail, because DbUp
    /// acquires no lock.
    /// </summary>
    private async Task<MigrationLock> AcquireLock(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(database.MigrationConnectionString);
        await connection.OpenAsync(cancellationToken);
        try
        {
            await connection.ExecuteAsync("create table if not exists migration_lock (only_row boolean primary key default true check (only_row))");
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateObject)
        {
            // Another node created the table or its row type concurrently; `if not exists` does not prevent that race.
        }

        await connection.ExecuteAsync("insert into migration_lock default values on conflict do nothing");
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("select only_row from migration_lock for update", transaction: transaction);
        return new MigrationLock(connection, transaction);
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

    [LoggerMessage(LogLevel.Information, "Applied migration {Script}")]
    private partial void LogApplied(string script);

    private sealed class MigrationLock(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
