using Dapper;
using Npgsql;

namespace ContentApi.Data;

/// <summary>
/// Provides two connection pools: one for reads, in which all statements of a batch see the same snapshot, and one for writes.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private volatile bool isUnavailable;

    public Database(string connectionString, DatabaseOptions options, ILoggerFactory loggers)
    {
        ReadRole = options.ReadRole;
        var migrating = ApplySettings(new NpgsqlConnectionStringBuilder(connectionString), options.MigrateSeconds, "-c lock_timeout=0 -c idle_in_transaction_session_timeout=0");
        migrating.Pooling = false;
        MigrationConnectionString = migrating.ConnectionString;
        var listening = ApplySettings(new NpgsqlConnectionStringBuilder(connectionString), seconds: 2, "");
        listening.Pooling = false;
        ListenConnectionString = listening.ConnectionString;

        // At the default isolation level, the statements of a batch may see different revisions; at repeatable read they share a snapshot.
        // Generic plans: otherwise, a parameter in `limit` makes PostgreSQL plan each execution again. No sequential scans: a generic plan may
        // date from when a table was small, or from when the pending list of a search index was long, for which PostgreSQL charges more than
        // for reading all stories.
        Reads = CreateDataSource(
            options.ReadConnections,
            options.ReadSeconds,
            "-c default_transaction_isolation=repeatable\\ read -c default_transaction_read_only=on -c plan_cache_mode=force_generic_plan -c enable_seqscan=off",
            ReadRole);
        // A node that freezes during a publication must not hold the revision lock forever.
        Writes = CreateDataSource(options.WriteConnections, options.WriteSeconds, "-c idle_in_transaction_session_timeout=10000");

        NpgsqlDataSource CreateDataSource(int connections, int seconds, string settings, string? role = null)
        {
            var builder = new NpgsqlDataSourceBuilder(connectionString);
            var connection = ApplySettings(builder.ConnectionStringBuilder, seconds, settings);
            connection.MaxPoolSize = connections;
            connection.MaxAutoPrepare = 100;
            connection.AutoPrepareMinUsages = 2;
            connection.NoResetOnClose = true;
            connection.ReadBufferSize = 64 * 1024; // a story or a page of cards fits into one read
            connection.WriteBufferSize = 64 * 1024; // import batches are several megabytes: fewer system calls
            if (role is not null)
            {
                // Not a startup option, because poolers drop those. With transaction pooling, the role would leak to other clients; the
                // README excludes it.
                var sql = Data.ReadRole.CreateSetRoleSql(role);
                builder.UsePhysicalConnectionInitializer(opened => opened.Execute(sql), opened => opened.ExecuteAsync(sql));
            }

            TsVectorMapping.Register(builder);
            return builder.UseLoggerFactory(loggers).Build();
        }

        NpgsqlConnectionStringBuilder ApplySettings(NpgsqlConnectionStringBuilder connection, int seconds, string settings)
        {
            connection.ApplicationName ??= "content-api";
            connection.Timeout = options.ConnectSeconds;
            connection.CommandTimeout = seconds;
            connection.Options = $"{connection.Options} {settings} -c jit=off -c statement_timeout={seconds * 1000} -c timezone=UTC".Trim();
            return connection;
        }
    }

    /// <summary>Gets the role of the read connections, or null if they keep the user of the connection string.</summary>
    public string? ReadRole { get; }

    /// <summary>Gets the connection string for migrations: unpooled, with a long statement timeout.</summary>
    public string MigrationConnectionString { get; }

    /// <summary>Gets the connection string for long-lived listeners: unpooled, so that they work while the pools are exhausted.</summary>
    public string ListenConnectionString { get; }

    /// <summary>Gets or sets whether the database is known to be unavailable, so that reads fail immediately instead of waiting.</summary>
    public bool IsUnavailable
    {
        get => isUnavailable;
        set => isUnavailable = value;
    }

    /// <summary>Gets the pool for published content, which is all that <see cref="ReadRole"/> may read.</summary>
    public NpgsqlDataSource Reads { get; }

    /// <summary>Gets the pool for everything else: writes, and reads of drafts, keys and the audit log.</summary>
    public NpgsqlDataSource Writes { get; }

    /// <summary>Opens a connection for reads.</summary>
    /// <exception cref="NpgsqlException">The database is unavailable; thrown immediately while <see cref="IsUnavailable"/> is set.</exception>
    public ValueTask<NpgsqlConnection> OpenRead(CancellationToken cancellationToken) =>
        IsUnavailable ? throw new NpgsqlException("The database is unavailable.") : Reads.OpenConnectionAsync(cancellationToken);

    /// <summary>
    /// Clears the pools. After a server restart, every pooled connection is broken, and each would fail a request. Connections in use are
    /// closed when they are returned.
    /// </summary>
    public void ClearPools()
    {
        Reads.Clear();
        Writes.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await Reads.DisposeAsync();
        await Writes.DisposeAsync();
    }
}
