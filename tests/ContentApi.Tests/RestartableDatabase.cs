using System.Runtime.Versioning;
using ContentApi.Data;
using ContentApi.EmbeddedPostgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContentApi.Tests;

/// <summary>A PostgreSQL server that one test can stop and restart.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class RestartableDatabase(string folder, EmbeddedPostgresServer server, PostgresCommands commands) : IAsyncDisposable
{
    public string ConnectionString => server.ConnectionString;

    private string DataFolder => Path.Combine(folder, $"postgres-{commands.Major}");

    public static async Task<RestartableDatabase> Start()
    {
        var folder = Directory.CreateTempSubdirectory("content-api-restarts-").FullName;
        var embedded = await EmbeddedPostgresServer.Start(new() { DataPath = folder, IsDurable = false }, NullLogger.Instance, CancellationToken.None);
        await using var database = new Database(embedded.ConnectionString, new() { ReadRole = PostgresServer.ReadRole }, NullLoggerFactory.Instance);
        await new Migrator(database, NullLogger<Migrator>.Instance).Migrate(CancellationToken.None);
        return new(folder, embedded, await PostgresBinaries.Find(EmbeddedPostgresFolders.From(new() { DataPath = folder }), NullLogger.Instance, CancellationToken.None));
    }

    public Task Stop() => commands.Run("pg_ctl", ["stop", "-w", "-m", "fast", "-D", DataFolder], CancellationToken.None);

    /// <summary>Restarts the server with its original options. Also starts a stopped server.</summary>
    public Task Restart() => commands.Run("pg_ctl", ["restart", "-w", "-m", "fast", "-D", DataFolder, "-l", Path.Combine(folder, "postgres.log")], CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
