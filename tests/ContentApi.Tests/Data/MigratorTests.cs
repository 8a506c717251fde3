using ContentApi.Data;
using ContentApi.Newsroom.Drafts;
using ContentApi.Publishing;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ContentApi.Tests.Data;

public sealed class MigratorTests(PostgresServer postgres)
{
    [Fact]
    public async Task Concurrent_migrations_apply_every_script_once()
    {
        var connectionString = await postgres.CreateDatabase(empty: true);

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var database = Open(connectionString);
            return await Migrator(database).Migrate(CancellationToken.None);
        }));

        Assert.Equal(Directory.GetFiles(Repository.Path("db/migrations")).Select(Path.GetFileName).Order(StringComparer.Ordinal), applied.SelectMany(scripts => scripts));
        await using var after = Open(connectionString);
        Assert.Empty(await Migrator(after).Pending(CancellationToken.None));
    }

    [Fact]
    public async Task Waiting_for_another_migration_may_exceed_the_write_timeout()
    {
        var connectionString = await postgres.CreateDatabase();
        await using var first = new NpgsqlConnection(connectionString);
        await first.OpenAsync();
        await using var migrating = await first.BeginTransactionAsync();
        await first.ExecuteAsync("select only_row from migration_gate for update", transaction: migrating);

        await using var database = Open(connectionString, new() { WriteSeconds = 1 });
        var second = Migrator(database).Migrate(CancellationToken.None);
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        Assert.False(second.IsCompleted);
        await migrating.CommitAsync();

        Assert.Empty(await second);
    }

    [Fact]
    public async Task Migrate_fails_after_the_migration_timeout()
    {
        var connectionString = await postgres.CreateDatabase();
        await using var blocker = new NpgsqlConnection(connectionString);
        await blocker.OpenAsync();
        await using var blocking = await blocker.BeginTransactionAsync();
        await blocker.ExecuteAsync("lock table migration", transaction: blocking);

        await using var database = Open(connectionString, new() { MigrateSeconds = 1 });
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Task.Run(() => Migrator(database).Migrate(CancellationToken.None)).WaitAsync(TimeSpan.FromSeconds(15)));
    }

    [Fact]
    public async Task Migrate_rejects_a_script_that_was_edited_after_it_ran()
    {
        var connectionString = await postgres.CreateDatabase();
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            await connection.ExecuteAsync("update migration set checksum = 'other'");
        }

        await using var database = Open(connectionString);
        var exception = await Assert.ThrowsAsync<MigrationException>(() => Migrator(database).Migrate(CancellationToken.None));

        Assert.Contains("0001_library.sql was edited", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stories_from_before_there_were_drafts_become_published_drafts()
    {
        var connectionString = await postgres.CreateDatabase(empty: true);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.ExecuteAsync(await File.ReadAllTextAsync(Repository.Path("db/migrations/0001_library.sql")));
        await connection.ExecuteAsync("""
            insert into founder values ('01990f3c-0000-7000-8000-000000000001', 'ada', 'Ada', 'ada', null, null, 1);
            insert into topic values ('01990f3c-0000-7000-8000-000000000002', 'craft', 'Craft', 'craft', 1);
            insert into story values ('01990f3c-0000-7000-8000-000000000003', 'old-story', 'Old Story', 'old story', 'Dek.', null, '01990f3c-0000-7000-8000-000000000001',
              '2024-01-01Z', '2024-01-02Z', 3, 2, '{"url":"https://images.test/a.jpg"}', 'en', null, null, '[]', '<p>Old.</p>', 'Old text.', 'Old text.', '\x00', 1);
            insert into story_topic values ('01990f3c-0000-7000-8000-000000000003', '01990f3c-0000-7000-8000-000000000002', 1, '2024-01-01Z');
            insert into takeaway values ('01990f3c-0000-7000-8000-000000000004', '01990f3c-0000-7000-8000-000000000003', 1, 'Keep.', null);
            insert into recommendation values ('01990f3c-0000-7000-8000-000000000003', 1, 'announced-one', '{"title":"Announced One"}');
            insert into slug_alias values ('older-name', '01990f3c-0000-7000-8000-000000000003');
            """);

        await connection.ExecuteAsync(await File.ReadAllTextAsync(Repository.Path("db/migrations/0002_newsroom.sql")));

        await using var database = Open(connectionString);
        var (draft, _) = await new DraftStore(database).Find("old-story", CancellationToken.None);
        Assert.Equal(("published", 1, 1), (draft!.State, draft.Version, draft.PublishedVersion));
        var document = draft.Document;
        Assert.Equal(("Old Story", "Dek.", "ada", "Old text."), (document.Title, document.Dek, document.Founder!.Slug, document.Body));
        Assert.Equal((Guid.Parse("01990f3c-0000-7000-8000-000000000004"), "Keep."), (document.Takeaways.Single().Id, document.Takeaways.Single().Statement));
        Assert.Equal(("announced-one", "Announced One"), (document.Recommendations.Single().Slug, document.Recommendations.Single().Title));
        Assert.Equal(["Craft"], document.Topics);
        Assert.Equal((null, "old-story"), await new DraftStore(database).Find("older-name", CancellationToken.None));
        Assert.Empty((await new StoryDocumentValidator().ValidateAsync(document)).Errors);
    }

    private static Database Open(string connectionString, DatabaseOptions? options = null) => new(connectionString, options ?? new(), NullLoggerFactory.Instance);

    private static Migrator Migrator(Database database) => new(database, NullLogger<Migrator>.Instance);
}
