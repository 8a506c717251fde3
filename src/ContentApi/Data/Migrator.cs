using System.Reflection;
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
    /// <exception cref="MigrationException">A script failed, or one that has run was edited since.</exception>
    public async Task<IReadOnlyList<string>> Migrate(CancellationToken cancellationToken)
    {
        await using var gate = await Gate(cancellationToken);
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
            throw new MigrationException($"Migration {upgrade.ErrorScript?.Name} failed: {upgrade.Error.Message}", upgrade.Error);
        }

        var applied = upgrade.Scripts.Select(script => script.Name).ToList();
        foreach (var script in applied)
        {
            log.LogInformation("Applied migration {Script}", script);
        }

        return applied;
    }

    /// <summary>The scripts that the database lacks. More than none: this node is not ready.</summary>
    public async Task<IReadOnlyList<string>> Pending(CancellationToken cancellationToken)
    {
        await using var connection = await database.Reads.OpenConnectionAsync(cancellationToken);
        if (await connection.ExecuteScalarAsync<bool>("select to_regclass('migration') is null"))
        {
            return Scripts.Select(script => script.Name).ToList();
        }

        var applied = await connection.QueryAsync<string>(
            new CommandDefinition("select script from migration", cancellationToken: cancellationToken));
        return Scripts.Select(script => script.Name).Except(applied, StringComparer.Ordinal).ToList();
    }

    /// <summary>
    /// A row lock on a connection of its own, held until it is disposed. DbUp takes no lock: of four nodes migrating at once three failed.
    /// </summary>
    private async Task<NpgsqlTransactionScope> Gate(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(database.MigrationConnectionString);
        await connection.OpenAsync(cancellationToken);
        try
        {
            await connection.ExecuteAsync("create table if not exists migration_gate (only_row boolean primary key default true check (only_row))");
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateObject)
        {
            // Another node created it, or its row type, in the same instant; `if not exists` does not cover that race.
        }

        await connection.ExecuteAsync("insert into migration_gate default values on conflict do nothing");
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
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
