using Npgsql;

namespace ContentApi.Data;

/// <summary>Configuration section `Database`: limits that keep one slow query from holding up the rest.</summary>
internal sealed class DatabaseOptions
{
    /// <summary>Connections of this node for reading. 8 to 16 were best on two cores.</summary>
    public int ReadConnections { get; init; } = 16;

    /// <summary>Connections of this node for writing; publishing is serial by design.</summary>
    public int WriteConnections { get; init; } = 8;

    /// <summary>How long a request waits for a connection, in seconds.</summary>
    public int ConnectSeconds { get; init; } = 2;

    /// <summary>How long a statement of a reader may take, in seconds.</summary>
    public int ReadSeconds { get; init; } = 5;

    /// <summary>How long a statement of a writer may take, in seconds.</summary>
    public int WriteSeconds { get; init; } = 30;
}

/// <summary>The two ways to the database: one that only reads, each batch in one snapshot, and one that writes.</summary>
internal sealed class Database : IAsyncDisposable
{
    public Database(string connectionString, DatabaseOptions options, ILoggerFactory loggers)
    {
        ConnectionString = connectionString;

        // At the default isolation, the statements of a batch may see different revisions; at repeatable read they share a snapshot.
        // Generic plans: a parameter in `limit` otherwise makes PostgreSQL plan again at every call.
        Reads = Source(
            options.ReadConnections,
            options.ReadSeconds,
            "-c default_transaction_isolation=repeatable\\ read -c default_transaction_read_only=on -c plan_cache_mode=force_generic_plan");
        Writes = Source(options.WriteConnections, options.WriteSeconds, "");

        NpgsqlDataSource Source(int connections, int seconds, string settings)
        {
            var builder = new NpgsqlDataSourceBuilder(connectionString);
            var connection = builder.ConnectionStringBuilder;
            connection.ApplicationName ??= "content-api";
            connection.MaxPoolSize = connections;
            connection.Timeout = options.ConnectSeconds;
            connection.CommandTimeout = seconds;
            connection.MaxAutoPrepare = 100;
            connection.AutoPrepareMinUsages = 2;
            connection.NoResetOnClose = true;
            connection.Options = $"{connection.Options} {settings} -c statement_timeout={seconds * 1000} -c timezone=UTC".Trim();
            return builder.UseLoggerFactory(loggers).Build();
        }
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Reads { get; }

    public NpgsqlDataSource Writes { get; }

    public async ValueTask DisposeAsync()
    {
        await Reads.DisposeAsync();
        await Writes.DisposeAsync();
    }
}
