using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace ContentApi.Data;

/// <summary>Configuration section `Database`: limits that keep one slow query from holding up the rest.</summary>
internal sealed class DatabaseOptions
{
    private const string Rule = "must be a whole number from {1} to {2}";

    /// <summary>
    /// Connections of this node for reading. On two cores 8 to 16 answer as many requests, but with more than the machine can work on, some
    /// wait long: of 32 clients without a cache, one request in a hundred took 21 ms with 16, and 9 with 8 or 10.
    /// </summary>
    [Range(1, 1000, ErrorMessage = Rule)]
    public int ReadConnections { get; init; } = 10;

    /// <summary>Connections of this node for writing; publishing is serial by design.</summary>
    [Range(1, 1000, ErrorMessage = Rule)]
    public int WriteConnections { get; init; } = 8;

    /// <summary>Gets how many connections the pools may hold together.</summary>
    internal int Connections => ReadConnections + WriteConnections;

    /// <summary>How long a request waits for a connection, in seconds.</summary>
    [Range(1, 60, ErrorMessage = Rule)]
    public int ConnectSeconds { get; init; } = 2;

    /// <summary>How long a statement of a reader may take, in seconds.</summary>
    [Range(1, 600, ErrorMessage = Rule)]
    public int ReadSeconds { get; init; } = 5;

    /// <summary>How long a statement of a writer may take, in seconds.</summary>
    [Range(1, 3600, ErrorMessage = Rule)]
    public int WriteSeconds { get; init; } = 30;

    /// <summary>How long a migration's script may take, and how long a node waits for one that migrates already, in seconds.</summary>
    [Range(1, 86400, ErrorMessage = Rule)]
    public int MigrateSeconds { get; init; } = 3600;
}

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
    public ValueTask<NpgsqlConnection> OpenRead(CancellationToken cancellation) =>
        IsAway ? throw new NpgsqlException("The database does not answer.") : Reads.OpenConnectionAsync(cancellation);

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
