using System.Buffers;
using System.ComponentModel.DataAnnotations;
using System.Runtime.Versioning;
using Npgsql;

namespace ContentApi.Data;

/// <summary>Configuration section `Embedded`: the private PostgreSQL of a process that was given no database.</summary>
internal sealed class EmbeddedOptions : IValidatableObject
{
    /// <summary>Whether one may be started, outside Production.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Its data folder. Null: a folder of this checkout's own, see <see cref="EmbeddedFolders"/>.</summary>
    public string? DataPath { get; init; }

    /// <summary>False only in tests: a crash of the machine may lose data, and everything is several times faster.</summary>
    internal bool Durable { get; init; } = true;

    /// <summary>`pg_ctl` hands paths on to a shell, between quotes.</summary>
    private static readonly SearchValues<char> Unquotable = SearchValues.Create("'\"\\$`\n\0");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (DataPath is not null && (DataPath.Length == 0 || DataPath.AsSpan().ContainsAny(Unquotable)))
        {
            yield return new ValidationResult("must be a folder's path without quotes, backslashes, dollar signs and line breaks", [nameof(DataPath)]);
        }
    }
}

/// <summary>
/// A PostgreSQL of our own in a folder of our own, so that a clone runs with nothing configured. It listens on a Unix socket in a
/// folder that only its user may enter: that is its protection. Several processes may share it (a server, and `import` beside it):
/// each holds a shared lock, and the last one out stops it. After a `kill -9` it goes on, and the next process takes it over.
/// </summary>
internal sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string Database = "content";
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;

    private readonly FileStream use;
    private readonly Func<Task> stop;
    private readonly ILogger log;

    private EmbeddedPostgres(string connectionString, FileStream use, Func<Task> stop, ILogger log)
    {
        ConnectionString = connectionString;
        (this.use, this.stop, this.log) = (use, stop, log);
    }

    public string ConnectionString { get; }

    /// <summary>Starts the cluster, or joins it where another process has; makes it first where there is none.</summary>
    /// <exception cref="EmbeddedPostgresUnavailable">It cannot be had here; the message has the remedies.</exception>
    public static Task<EmbeddedPostgres> Start(EmbeddedOptions options, ILogger log, CancellationToken cancellation) =>
        OperatingSystem.IsWindows()
            ? throw new EmbeddedPostgresUnavailable(
                "No database is configured, and the embedded PostgreSQL runs on Linux and macOS only. On Windows, set ConnectionStrings:Content "
                + "(variable ConnectionStrings__Content) to a PostgreSQL 15 or newer, or use Docker: docker compose up")
            : StartOnUnix(options, log, cancellation);

    [UnsupportedOSPlatform("windows")]
    private static async Task<EmbeddedPostgres> StartOnUnix(EmbeddedOptions options, ILogger log, CancellationToken cancellation)
    {
        var folders = EmbeddedFolders.From(options);
        folders.Create();
        var commands = await PostgresBinaries.Find(folders, log, cancellation);
        var (data, socket) = (folders.Cluster(commands.Major), folders.Socket);

        // Starting is one at a time; using is shared, but not with one who is stopping it.
        await using var starting = await Lock(folders.StartLock, FileAccess.ReadWrite, FileShare.None, cancellation);
        var shared = await Lock(folders.UsersLock, FileAccess.Read, FileShare.Read, cancellation);
        try
        {
            await PostgresCommands.GiveFolders([folders.Root, socket], cancellation);
            if (!File.Exists(Path.Combine(data, "PG_VERSION")))
            {
                await Create(commands, data, options.Durable, log, cancellation);
            }

            if (!await new Postmaster(commands, data, socket).IsRunning(cancellation))
            {
                var settings = $"-c listen_addresses='' -c unix_socket_directories='{socket}' -c port=5432 -c max_connections=200 -c shared_buffers=128MB"
                    + (options.Durable ? "" : " -c fsync=off -c full_page_writes=off -c synchronous_commit=off");
                await commands.Run("pg_ctl", ["start", "-w", "-t", "60", "-D", data, "-l", folders.ServerLog, "-o", settings], cancellation);
            }

            var connectionString = new NpgsqlConnectionStringBuilder { Host = socket, Port = 5432, Username = PostgresCommands.Superuser, Database = Database }.ConnectionString;
            await CreateDatabase(connectionString, cancellation);
            log.LogInformation("Using the embedded PostgreSQL {Major} of {Programs}, its data in {Data}", commands.Major, commands.Folder, data);
            return new EmbeddedPostgres(connectionString, shared, () => commands.Run("pg_ctl", ["stop", "-w", "-m", "fast", "-D", data], CancellationToken.None), log);
        }
        catch
        {
            await shared.DisposeAsync();
            throw;
        }
    }

    /// <summary>Deletes the cluster and returns its folder; null where there is none.</summary>
    /// <exception cref="EmbeddedPostgresUnavailable">Another process uses it, or its server cannot be stopped.</exception>
    [UnsupportedOSPlatform("windows")]
    public static async Task<string?> Delete(EmbeddedOptions options, ILogger log, CancellationToken cancellationToken)
    {
        var folders = EmbeddedFolders.From(options);
        if (folders.Majors() is not { Count: > 0 } majors)
        {
            return null;
        }

        await using var starting = await Lock(folders.StartLock, FileAccess.ReadWrite, FileShare.None, cancellationToken);
        await using var alone = TryLockExclusively(folders.UsersLock)
            ?? throw new EmbeddedPostgresUnavailable($"The embedded PostgreSQL in {folders.Root} is in use. Stop the processes that use it, then try again.");
        foreach (var cluster in majors.Select(folders.Cluster))
        {
            // A server outlives a process that was killed.
            if (File.Exists(Path.Combine(cluster, "postmaster.pid")))
            {
                var commands = await PostgresBinaries.Find(folders, log, cancellationToken);
                if (await new Postmaster(commands, cluster, folders.Socket).IsRunning(cancellationToken))
                {
                    await commands.Run("pg_ctl", ["stop", "-w", "-m", "immediate", "-D", cluster], cancellationToken);
                }
            }

            Directory.Delete(cluster, recursive: true);
        }

        return folders.Root;
    }

    /// <summary>Releases the server without stopping it, as the end of a killed process does.</summary>
    internal void Abandon() => use.Dispose();

    /// <summary>Stops the server, unless another process of ours still uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        await use.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        try
        {
            await using var alone = TryLockExclusively(use.Name);
            if (alone is null)
            {
                log.LogInformation("Another process uses the embedded PostgreSQL; it keeps running");
                return;
            }

            await stop();
        }
        catch (EmbeddedPostgresUnavailable e)
        {
            log.LogWarning("The embedded PostgreSQL could not be stopped: {Reason}", e.Message);
        }
    }

    /// <summary>`initdb` into a folder beside it, then a rename: a cluster is there whole or not at all.</summary>
    [UnsupportedOSPlatform("windows")]
    private static async Task Create(PostgresCommands commands, string data, bool durable, ILogger log, CancellationToken cancellation)
    {
        log.LogInformation("Creating a private PostgreSQL cluster in {Data}", data);
        var unfinished = data + ".new";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        string[] speed = durable ? [] : ["--no-sync"];
        await commands.Run("initdb", ["-D", unfinished, "-U", PostgresCommands.Superuser, "-A", "trust", "-E", "UTF8", "--locale=C", .. speed], cancellation);
        Directory.Move(unfinished, data);
    }

    private static async Task CreateDatabase(string connectionString, CancellationToken cancellation)
    {
        var maintenance = new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false }.ConnectionString;
        await using var connection = await Connect(maintenance, cancellation);
        await using var exists = new NpgsqlCommand($"select 1 from pg_database where datname = '{Database}'", connection);
        if (await exists.ExecuteScalarAsync(cancellation) is null)
        {
            await using var create = new NpgsqlCommand($"create database {Database}", connection);
            await create.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>A server that recovers from a crash answers, but takes nobody in for a while.</summary>
    private static async Task<NpgsqlConnection> Connect(string connectionString, CancellationToken cancellation)
    {
        for (var attempts = 0; ; attempts++)
        {
            var connection = new NpgsqlConnection(connectionString);
            try
            {
                await connection.OpenAsync(cancellation);
                return connection;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow && attempts < 600)
            {
                await connection.DisposeAsync();
                await Task.Delay(100, cancellation);
            }
        }
    }

    private static async Task<FileStream> Lock(string path, FileAccess access, FileShare share, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, access, share);
            }
            catch (IOException e) when (e.HResult is WouldBlockOnLinux or WouldBlockOnMac)
            {
                await Task.Delay(50, cancellation);
            }
        }
    }

    /// <summary>Locks a file for this process alone; returns null while another process holds it.</summary>
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
}
