using ContentApi.Data;
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
        Assert.Empty(await Migrator(after).ListPending(CancellationToken.None));
    }

    [Fact]
    public async Task Waiting_for_another_migration_may_exceed_the_write_timeout()
    {
        var connectionString = await postgres.CreateDatabase();
        await using var first = new NpgsqlConnection(connectionString);
        await first.OpenAsync();
        await using var migrating = await first.BeginTransactionAsync();
        await first.ExecuteAsync("select only_row from migration_lock for update", transaction: migrating);

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
    public async Task A_database_of_an_older_incompatible_version_is_refused()
    {
        await using var database = Open(await OldDatabase.Create(postgres));

        var exception = await Assert.ThrowsAsync<MigrationException>(() => Migrator(database).Migrate(CancellationToken.None));

        Assert.Contains("created by an older, incompatible version (its 0001_library.sql differs)", exception.Message, StringComparison.Ordinal);
        Assert.Equal(exception.Message, (await Assert.ThrowsAsync<MigrationException>(() => Migrator(database).ListPending(CancellationToken.None))).Message);
    }

    [Fact]
    public async Task A_script_that_was_edited_after_it_ran_is_refused()
    {
        var connectionString = await postgres.CreateDatabase();
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            await connection.ExecuteAsync("update migration set checksum = 'other' where script = '0003_access.sql'");
        }

        await using var database = Open(connectionString);
        var exception = await Assert.ThrowsAsync<MigrationException>(() => Migrator(database).Migrate(CancellationToken.None));

        Assert.Contains("0003_access.sql differs", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Old and new nodes run side by side during an upgrade, so an older node accepts what a newer one has added.</summary>
    [Fact]
    public async Task A_database_that_a_newer_version_migrated_is_accepted()
    {
        var connectionString = await postgres.CreateDatabase();
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            await connection.ExecuteAsync("insert into migration (script, checksum) values ('0006_newer.sql', 'newer')");
        }

        await using var database = Open(connectionString);

        Assert.Empty(await Migrator(database).Migrate(CancellationToken.None));
        Assert.Empty(await Migrator(database).ListPending(CancellationToken.None));
    }

    [Fact]
    public async Task Migrating_stores_the_slugs_of_founders_in_their_stories()
    {
        var connectionString = await postgres.CreateDatabase();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.ExecuteAsync("""
            alter table story drop column founder_slug;
            create function invalidate_story_json() returns trigger language plpgsql as 'begin return null; end';
            create trigger invalidate_story_json after update on founder for each row execute function invalidate_story_json();
            delete from migration where script = '0006_founder_slug.sql';

            insert into founder (id, slug, name, name_key, revision) values (gen_random_uuid(), 'nora-lind', 'Nora Lind', 'nora lind', 1);
            insert into story (id, slug, title, title_key, founder_id, published_at, updated_at, reading_minutes, word_count, language, sections, html, markdown, plain_text, revision)
            select gen_random_uuid(), input.slug, 'Title', 'title', f.id, now(), now(), 1, 1, 'en', '[]', '', '', '', 1
            from (values ('with-founder', 'nora-lind'), ('without-founder', null)) as input (slug, founder)
            left join founder f on f.slug = input.founder
            """);

        await using var database = Open(connectionString);
        Assert.Equal(["0006_founder_slug.sql"], await Migrator(database).Migrate(CancellationToken.None));

        Assert.Equal(
            [("with-founder", "nora-lind"), ("without-founder", null)],
            await connection.QueryAsync<(string, string?)>("select slug, founder_slug from story order by slug"));
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from pg_trigger where not tgisinternal"));
    }

    [Fact]
    public async Task Migrating_creates_the_founders_of_announced_stories()
    {
        var connectionString = await postgres.CreateDatabase();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.ExecuteAsync("""
            drop table redirect;
            drop table former_name;
            drop index recommendation_by_founder;
            alter table library_change drop column merged_into;
            delete from migration where script = '0010_identity.sql';

            insert into founder (id, slug, name, name_key, revision) values (gen_random_uuid(), 'nora-lind', 'Nora Lind', 'nora lind', 1);
            insert into story (id, slug, title, title_key, published_at, updated_at, reading_minutes, word_count, language, sections, html, markdown, plain_text, revision)
            values (gen_random_uuid(), 'announcing', 'Title', 'title', now(), now(), 1, 1, 'en', '[]', '', '', '', 1);
            insert into recommendation (story_id, position, target, card)
            select id, 1, 'first', '{"title":"First","founder":{"slug":"otto-brandt","name":"Otto Brandt"}}'::json from story
            union all select id, 2, 'second', '{"title":"Second","founder":{"slug":"nora-lind","name":"Nora Lind"}}' from story
            union all select id, 3, 'third', '{"title":"Third"}' from story
            union all select id, 4, 'fourth', null from story;
            """);

        await using var database = Open(connectionString);
        Assert.Equal(["0010_identity.sql"], await Migrator(database).Migrate(CancellationToken.None));

        var (id, name, nameKey) = await connection.QuerySingleAsync<(Guid, string, string)>("select id, name, name_key from founder where slug = 'otto-brandt'");
        Assert.Equal(("Otto Brandt", "otto brandt", 7), (name, nameKey, id.Version));
        Assert.Equal(2, await connection.ExecuteScalarAsync<long>("select count(*) from founder"));
        Assert.Equal(
            [(1L, "founder", id, "otto-brandt", "published")],
            await connection.QueryAsync<(long, string, Guid, string, string)>("select revision, kind, id, slug, operation from library_change"));
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("select revision from library_revision"));
    }

    private static Database Open(string connectionString, DatabaseOptions? options = null) => new(connectionString, options ?? new(), NullLoggerFactory.Instance);

    private static Migrator Migrator(Database database) => new(database, NullLogger<Migrator>.Instance);
}
