using System.ComponentModel.DataAnnotations;

namespace ContentApi.Data;

/// <summary>Configuration section `Database`: connection limits, timeouts, and the role of the read connections.</summary>
internal sealed class DatabaseOptions
{
    private const string RangeMessage = "must be a whole number from {1} to {2}";

    /// <summary>
    /// The maximum number of read connections of this node. More connections than the database server can process in parallel do not
    /// increase throughput, but increase tail latency.
    /// </summary>
    [Range(1, 1000, ErrorMessage = RangeMessage)]
    public int ReadConnections { get; init; } = 10;

    /// <summary>The maximum number of write connections of this node. Publications run one after another, whatever this number.</summary>
    [Range(1, 1000, ErrorMessage = RangeMessage)]
    public int WriteConnections { get; init; } = 8;

    /// <summary>
    /// The PostgreSQL role of the read connections. `migrate` creates it and grants it read access to the published tables. If null, the
    /// role is the user of the connection string.
    /// </summary>
    [RegularExpression("^[a-z_][a-z0-9_]{0,62}$", ErrorMessage = "must be the name of a PostgreSQL role, in lower case, such as content_reader")]
    public string? ReadRole { get; init; }

    /// <summary>Gets the total size of the pools.</summary>
    internal int TotalConnections => ReadConnections + WriteConnections;

    /// <summary>The timeout for obtaining a connection, in seconds.</summary>
    [Range(1, 60, ErrorMessage = RangeMessage)]
    public int ConnectSeconds { get; init; } = 2;

    /// <summary>The timeout of a read statement, in seconds.</summary>
    [Range(1, 600, ErrorMessage = RangeMessage)]
    public int ReadSeconds { get; init; } = 5;

    /// <summary>The timeout of a write statement, in seconds.</summary>
    [Range(1, 3600, ErrorMessage = RangeMessage)]
    public int WriteSeconds { get; init; } = 30;

    /// <summary>The timeout of a migration script, and for waiting until another node has finished its migration, in seconds.</summary>
    [Range(1, 86400, ErrorMessage = RangeMessage)]
    public int MigrateSeconds { get; init; } = 3600;
}
