using System.Net;
using ContentApi.Data;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ContentApi.Tests.Data;

public sealed class ReadRoleTests(PostgresServer postgres)
{
    private const string Password = "role-test";

    [Fact]
    public async Task Read_connections_can_read_published_content_and_nothing_else()
    {
        await using var database = await CreateDatabase(PostgresServer.ReadRole);
        await using var readConnection = await database.Reads.OpenConnectionAsync();
        List<string> denied = [];
        foreach (var table in await readConnection.QueryAsync<string>("select tablename from pg_tables where schemaname = 'public'"))
        {
            try
            {
                await readConnection.ExecuteAsync($"select from {table} limit 1");
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                denied.Add(table);
            }
        }

        Assert.Equal(
            ["api_key", "api_key_epoch", "audit", "draft", "draft_alias", "draft_version", "migration", "migration_lock", "partner", "preview_link", "term_change"],
            denied.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_user_with_createrole_migrates_and_reads_under_the_read_role()
    {
        var connectionString = await CreateUser("migrator_with_createrole", "createrole");
        await using var database = new Database(connectionString, new() { ReadRole = "reader_of_migrator" }, NullLoggerFactory.Instance);
        var migrator = new Migrator(database, NullLogger<Migrator>.Instance);

        await migrator.Migrate(CancellationToken.None);
        await migrator.Migrate(CancellationToken.None);

        Assert.Empty(await migrator.ListPending(CancellationToken.None));
        await using var reading = await database.Reads.OpenConnectionAsync();
        Assert.Equal("reader_of_migrator", await reading.ExecuteScalarAsync<string>("select current_user"));
    }

    [Fact]
    public async Task Without_createrole_migrate_prints_statements_that_let_it_succeed()
    {
        var connectionString = await CreateUser("migrator_without_createrole", "nocreaterole");
        await using var database = new Database(connectionString, new() { ReadRole = "reader_to_create" }, NullLoggerFactory.Instance);

        var exception = await Assert.ThrowsAsync<MigrationException>(() => new Migrator(database, NullLogger<Migrator>.Instance).Migrate(CancellationToken.None));

        const string Statements = "create role \"reader_to_create\"; grant \"reader_to_create\" to \"migrator_without_createrole\";";
        Assert.Contains(Statements, exception.Message, StringComparison.Ordinal);
        await using (var administrator = new NpgsqlConnection(postgres.ConnectionString))
        {
            await administrator.ExecuteAsync(Statements);
        }

        await using var again = new Database(connectionString, new() { ReadRole = "reader_to_create" }, NullLoggerFactory.Instance);
        await new Migrator(again, NullLogger<Migrator>.Instance).Migrate(CancellationToken.None);
        await using var reading = await again.Reads.OpenConnectionAsync();
        Assert.Equal(0, await reading.ExecuteScalarAsync<long>("select revision from library_revision"));
    }

    [Fact]
    public async Task A_node_is_not_ready_while_the_read_role_lacks_a_privilege()
    {
        var connectionString = await postgres.CreateDatabase();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.ExecuteAsync($"revoke select on story from {PostgresServer.ReadRole}");
        await using var node = await Node.Start(connectionString);

        using var response = await node.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));

        var problem = await response.ShouldBeProblem(HttpStatusCode.ServiceUnavailable);
        Assert.Contains($"the privileges of the role '{PostgresServer.ReadRole}'", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    private async Task<Database> CreateDatabase(string role) => new(await postgres.CreateDatabase(), new() { ReadRole = role }, NullLoggerFactory.Instance);

    private async Task<string> CreateUser(string user, string attributes)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(await postgres.CreateDatabase(empty: true));
        await using var connection = new NpgsqlConnection(connectionString.ConnectionString);
        await connection.ExecuteAsync($"create role {user} login {attributes} password '{Password}'; alter database {connectionString.Database} owner to {user};");
        connectionString.Username = user;
        connectionString.Password = Password;
        return connectionString.ConnectionString;
    }
}
