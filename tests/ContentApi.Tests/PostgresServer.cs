using System.Diagnostics.CodeAnalysis;
using ContentApi.Data;
using ContentApi.EmbeddedPostgres;
using DotNet.Testcontainers.Configurations;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Testcontainers.PostgreSql;

[assembly: AssemblyFixture(typeof(ContentApi.Tests.PostgresServer))]

namespace ContentApi.Tests;

/// <summary>
/// Provides one PostgreSQL server for the whole run: a container if a Docker engine is available, otherwise the embedded server in its own
/// folder. Each test class gets a copy of a template database to which the migrations have been applied.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Template = "template_content";

    /// <summary>The role of the read connections. It has no access to drafts or keys, so that a read of them fails the test.</summary>
    public const string ReadRole = "content_reader";

    private readonly SemaphoreSlim templateLock = new(1);
    private PostgreSqlContainer? container;
    private EmbeddedPostgresServer? embedded;
    private string folder = "";
    private int databases;

    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (await IsDockerAvailable())
        {
            container = new PostgreSqlBuilder("postgres:17-alpine").Build();
            await container.StartAsync();
            ConnectionString = container.GetConnectionString();
        }
        else
        {
            folder = Directory.CreateTempSubdirectory("content-api-tests-").FullName;
            embedded = await EmbeddedPostgresServer.Start(new() { DataPath = folder, IsDurable = false }, NullLogger.Instance, CancellationToken.None);
            ConnectionString = embedded.ConnectionString;
        }

        await Execute($"create database {Template}");
        await using var database = new Database(ConnectionStringFor(Template), new() { ReadRole = ReadRole }, NullLoggerFactory.Instance);
        await new Migrator(database, NullLogger<Migrator>.Instance).Migrate(CancellationToken.None);
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Creates a database with the schema and no content, or without the schema if <paramref name="empty"/> is true.</summary>
    public async Task<string> CreateDatabase(bool empty = false)
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await templateLock.WaitAsync(); // PostgreSQL allows only one copy of a template at a time
        try
        {
            await Execute($"create database {name}{(empty ? "" : $" template {Template}")}");
        }
        finally
        {
            templateLock.Release();
        }

        return ConnectionStringFor(name);
    }

    public async ValueTask DisposeAsync()
    {
        templateLock.Dispose();
        if (container is not null)
        {
            await container.DisposeAsync();
        }

        if (embedded is not null)
        {
            await embedded.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Returns whether a Docker engine responds. The `docker` command can be installed without a running engine.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Any failure means that no engine is available.")]
    private static async Task<bool> IsDockerAvailable()
    {
        try
        {
            using var client = TestcontainersSettings.OS.DockerEndpointAuthConfig?.GetDockerClientBuilder(Guid.Empty).Build();
            if (client is null)
            {
                return false;
            }

            await client.System.PingAsync().WaitAsync(TimeSpan.FromSeconds(3));
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private string ConnectionStringFor(string database) => new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database }.ConnectionString;

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
