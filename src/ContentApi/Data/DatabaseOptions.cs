using System.ComponentModel.DataAnnotations;

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
