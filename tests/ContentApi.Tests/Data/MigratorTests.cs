using ContentApi.Data;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ContentApi.Tests.Data;

public sealed class MigratorTests(PostgresServer postgres)
{
    [Fact]
    public async Task Nodes_that_migrate_at_once_apply_every_script_once()
    {
        var connectionString = await postgres.CreateDatabase(empty: true);

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var database = Open(connectionString);
            return await Migrator(database).Migrate(CancellationToken.None);
        }));

        Assert.Equal(["0001_library.sql"], applied.SelectMany(scripts => scripts));
        await using var after = Open(connectionString);
        Assert.Empty(await Migrator(after).Pending(CancellationToken.None));
    }

    [Fact]
    public async Task A_script_that_was_edited_after_it_ran_is_refused()
    {
        var connectionString = await postgres.CreateDatabase();
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            await connection.ExecuteAsync("update migration set checksum = 'other'");
        }

        await using var database = Open(connectionString);
        var refusal = await Assert.ThrowsAsync<MigrationFailed>(() => Migrator(database).Migrate(CancellationToken.None));

        Assert.Contains("0001_library.sql was edited", refusal.Message, StringComparison.Ordinal);
    }

    private static Database Open(string connectionString) => new(connectionString, new(), NullLoggerFactory.Instance);

    private static Migrator Migrator(Database database) => new(database, NullLogger<Migrator>.Instance);
}
