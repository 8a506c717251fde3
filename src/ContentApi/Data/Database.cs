using Npgsql;

namespace ContentApi.Data;

/// <summary>The two ways to the database: one that only reads, each batch in one snapshot, and one that writes.</summary>
internal sealed class Database : IAsyncDisposable
{
    private volatile bool isAway;

    public Database(string connectionString, DatabaseOptions options, ILoggerFactory loggers)
    {
        var migrating = Bounded(new NpgsqlConnectionStringBuilder(connectionString), options.MigrateSeconds, "-c lock_timeout=0 -c idle_in_transaction_session_timeout=0");
        migrating.Pooling = false;
        MigrationConnectionString = migrating.ConnectionString;
        var watching = Bounded(new NpgsqlConnectionStringBuilder(connectionString), seconds: 2, "");
        watching.Pooling = false;
        WatchConnectionString = watching.ConnectionString;

        // At the default isolation, the statements of a batch may see different revisions; at repeatable read they share a snapshot.
        // Generic plans: a parameter in `limit` otherwise makes PostgreSQL plan again at every call.
        Reads = Source(
            options.ReadConnections,
            options.ReadSeconds,
            "-c default_transaction_isolation=repeatable\\ read -c default_transaction_read_only=on -c plan_cache_mode=force_generic_plan");
        // A node that freezes in the middle of a publication may not hold the revision for ever.
        Writes = Source(options.WriteConnections, options.WriteSeconds, "-c idle_in_transaction_session_timeout=10000");

        NpgsqlDataSource Source(int connections, int seconds, string settings)
        {
            var builder = new NpgsqlDataSourceBuilder(connectionString);
            var connection = Bounded(builder.ConnectionStringBuilder, seconds, settings);
            connection.MaxPoolSize = connections;
            connection.MaxAutoPrepare = 100;
            connection.AutoPrepareMinUsages = 2;
            connection.NoResetOnClose = true;
            connection.ReadBufferSize = 64 * 1024; // a story or a page of cards in one read: 5 to 10 percent more requests than with 8 KB
            connection.WriteBufferSize = 64 * 1024; // a batch of an import is some megabytes: a second of system time less for 10,000 stories than with 8 KB
            return builder.UseLoggerFactory(loggers).Build();
        }

        NpgsqlConnectionStringBuilder Bounded(NpgsqlConnectionStringBuilder connection, int seconds, string settings)
        {
            connection.ApplicationName ??= "content-api";
            connection.Timeout = options.ConnectSeconds;
            connection.CommandTimeout = seconds;
            connection.Options = $"{connection.Options} {settings} -c jit=off -c statement_timeout={seconds * 1000} -c timezone=UTC".Trim();
            return connection;
        }
    }

    /// <summary>For connections of the migrations' own, whose statements may take long.</summary>
    public string MigrationConnectionString { get; }

    /// <summary>For a connection that is kept to see what others change, apart from the pools: so that it sees it when they are exhausted.</summary>
    public string WatchConnectionString { get; }

    /// <summary>Whether it is known that the database does not answer: then nobody needs to wait to find that out again.</summary>
    public bool IsAway
    {
        get => isAway;
        set => isAway = value;
    }

    public NpgsqlDataSource Reads { get; }

    public NpgsqlDataSource Writes { get; }

    /// <summary>A connection for a request that reads.</summary>
    /// <exception cref="NpgsqlException">At once, while it is known that the database does not answer.</exception>
    public ValueTask<NpgsqlConnection> OpenRead(CancellationToken cancellationToken) =>
        IsAway ? throw new NpgsqlException("The database does not answer.") : Reads.OpenConnectionAsync(cancellationToken);

    /// <summary>
    /// Once the server has gone away, every connection in the pools is dead, and each would cost a request. Those in use close when they
    /// are given back.
    /// </summary>
    public void DropConnections()
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
