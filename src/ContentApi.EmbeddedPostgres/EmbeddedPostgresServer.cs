using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ContentApi.EmbeddedPostgres;

/// <summary>
/// A private PostgreSQL server with its own data folder, so that a clone runs without configuration. For protection, it listens only on a
/// Unix socket in a folder that only its user can enter. Several processes can share the server, such as a service and `import`. Each of
/// them holds a shared lock, and the last to exit stops the server. After a `kill -9`, the server keeps running, and the next process
/// reuses it.
/// </summary>
internal sealed partial class EmbeddedPostgresServer : IAsyncDisposable
{
    private const string DatabaseName = "content";
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;

    private readonly FileStream usersLock;
    private readonly Func<Task> stop;
    private readonly ILogger logger;

    private EmbeddedPostgresServer(string connectionString, FileStream usersLock, Func<Task> stop, ILogger logger)
    {
        ConnectionString = connectionString;
        (this.usersLock, this.stop, this.logger) = (usersLock, stop, logger);
    }

    public string ConnectionString { get; }

    /// <summary>Starts the server, or joins one that another process has started. Creates the cluster if it does not exist.</summary>
    /// <exception cref="EmbeddedPostgresException">The server cannot be started on this machine; the message contains remedies.</exception>
    public static Task<EmbeddedPostgresServer> Start(EmbeddedOptions options, ILogger logger, CancellationToken cancellationToken) =>
        OperatingSystem.IsWindows()
            ? throw new EmbeddedPostgresException(
                "No database is configured, and the embedded PostgreSQL runs on Linux and macOS only. On Windows, set ConnectionStrings:Content "
                + "(variable ConnectionStrings__Content) to a database of PostgreSQL 15 or newer, or use Docker: docker compose up")
            : StartOnUnix(options, logger, cancellationToken);

    [UnsupportedOSPlatform("windows")]
    private static async Task<EmbeddedPostgresServer> StartOnUnix(EmbeddedOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var folders = EmbeddedPostgresFolders.From(options);
        folders.Create();
        var commands = await PostgresBinaries.Find(folders, logger, cancellationToken);
        var (data, socket) = (folders.GetClusterFolder(commands.Major), folders.SocketFolder);

        // Only one process may start the server at a time: it holds the first lock exclusively. All processes that use the server share the
        // second lock. A process that stops the server acquires the second lock exclusively.
        await using var startLock = await AcquireLock(folders.StartLock, FileAccess.ReadWrite, FileShare.None, cancellationToken);
        var sharedLock = await AcquireLock(folders.UsersLock, FileAccess.Read, FileShare.Read, cancellationToken);
        try
        {
            await PostgresCommands.CreatePrivateFolders([folders.Root, socket], cancellationToken);
            if (!File.Exists(Path.Combine(data, "PG_VERSION")))
            {
                await CreateCluster(commands, data, options.IsDurable, logger, cancellationToken);
            }

            if (!await new Postmaster(commands, data, socket).IsRunning(cancellationToken))
            {
                var settings = $"-c listen_addresses='' -c unix_socket_directories='{socket}' -c port=5432 -c max_connections=200 -c shared_buffers=128MB"
                    + (options.IsDurable ? "" : " -c fsync=off -c full_page_writes=off -c synchronous_commit=off");
                await commands.Run("pg_ctl", ["start", "-w", "-t", "60", "-D", data, "-l", folders.ServerLog, "-o", settings], cancellationToken);
            }

            var connectionString = new NpgsqlConnectionStringBuilder { Host = socket, Port = 5432, Username = PostgresCommands.Superuser, Database = DatabaseName }.ConnectionString;
            await CreateDatabase(connectionString, cancellationToken);
            LogStarted(logger, commands.Major, commands.Folder, data);
            return new EmbeddedPostgresServer(connectionString, sharedLock, () => commands.Run("pg_ctl", ["stop", "-w", "-m", "fast", "-D", data], CancellationToken.None), logger);
        }
        catch
        {
            await sharedLock.DisposeAsync();
            throw;
        }
    }

    /// <summary>Deletes the clusters. Returns the folder that contained them, or null if no cluster exists.</summary>
    /// <exception cref="EmbeddedPostgresException">Another process uses the server, or the server cannot be stopped.</exception>
    [UnsupportedOSPlatform("windows")]
    public static async Task<string?> Delete(EmbeddedOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var folders = EmbeddedPostgresFolders.From(options);
        if (folders.FindMajorVersions() is not { Count: > 0 } majorVersions)
        {
            return null;
        }

        await using var startLock = await AcquireLock(folders.StartLock, FileAccess.ReadWrite, FileShare.None, cancellationToken);
        await using var exclusiveLock = TryLockExclusively(folders.UsersLock)
            ?? throw new EmbeddedPostgresException($"The embedded PostgreSQL in {folders.Root} is in use. Stop the processes that use it, then retry.");
        foreach (var cluster in majorVersions.Select(folders.GetClusterFolder))
        {
            // The server keeps running if the process that started it is killed.
            if (File.Exists(Path.Combine(cluster, "postmaster.pid")))
            {
                var commands = await PostgresBinaries.Find(folders, logger, cancellationToken);
                if (await new Postmaster(commands, cluster, folders.SocketFolder).IsRunning(cancellationToken))
                {
                    await commands.Run("pg_ctl", ["stop", "-w", "-m", "immediate", "-D", cluster], cancellationToken);
                }
            }

            Directory.Delete(cluster, recursive: true);
        }

        return folders.Root;
    }

    /// <summary>Releases the server without stopping it, like a killed process.</summary>
    internal void Abandon() => usersLock.Dispose();

    /// <summary>Stops the server, unless another process still uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        await usersLock.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        try
        {
            await using var exclusiveLock = TryLockExclusively(usersLock.Name);
            if (exclusiveLock is null)
            {
                LogLeftRunning(logger);
                return;
            }

            await stop();
        }
        catch (EmbeddedPostgresException e)
        {
            LogStopFailed(logger, e.Message);
        }
    }

    /// <summary>Creates the cluster atomically: runs `initdb` in a temporary folder, then renames this folder.</summary>
    [UnsupportedOSPlatform("windows")]
    private static async Task CreateCluster(PostgresCommands commands, string data, bool durable, ILogger logger, CancellationToken cancellationToken)
    {
        LogCreating(logger, data);
        var temporaryFolder = data + ".new";
        if (Directory.Exists(temporaryFolder))
        {
            Directory.Delete(temporaryFolder, recursive: true);
        }

        string[] syncOptions = durable ? [] : ["--no-sync"];
        await commands.Run("initdb", ["-D", temporaryFolder, "-U", PostgresCommands.Superuser, "-A", "trust", "-E", "UTF8", "--locale=C", .. syncOptions], cancellationToken);
        Directory.Move(temporaryFolder, data);
    }

    private static async Task CreateDatabase(string connectionString, CancellationToken cancellationToken)
    {
        var maintenance = new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false }.ConnectionString;
        await using var connection = await Connect(maintenance, cancellationToken);
        await using var exists = new NpgsqlCommand($"select 1 from pg_database where datname = '{DatabaseName}'", connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = new NpgsqlCommand($"create database {DatabaseName}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Opens a connection. Retries for about a minute while the server recovers from a crash and rejects connections.</summary>
    private static async Task<NpgsqlConnection> Connect(string connectionString, CancellationToken cancellationToken)
    {
        for (var attempts = 0; ; attempts++)
        {
            var connection = new NpgsqlConnection(connectionString);
            try
            {
                await connection.OpenAsync(cancellationToken);
                return connection;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow && attempts < 600)
            {
                await connection.DisposeAsync();
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    private static async Task<FileStream> AcquireLock(string path, FileAccess access, FileShare share, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, access, share);
            }
            catch (IOException e) when (e.HResult is WouldBlockOnLinux or WouldBlockOnMac)
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    /// <summary>Locks a file exclusively; returns null if another process holds a lock on it.</summary>
    private static FileStream? TryLockExclusively(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "Using the embedded PostgreSQL {Version} with the programs in {Programs} and the data in {Data}")]
    private static partial void LogStarted(ILogger logger, int version, string programs, string data);

    [LoggerMessage(LogLevel.Information, "Creating a private PostgreSQL cluster in {Data}")]
    private static partial void LogCreating(ILogger logger, string data);

    [LoggerMessage(LogLevel.Information, "The embedded PostgreSQL keeps running, because another process uses it")]
    private static partial void LogLeftRunning(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "The embedded PostgreSQL could not be stopped: {Reason}")]
    private static partial void LogStopFailed(ILogger logger, string reason);
}
