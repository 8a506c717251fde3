namespace ContentApi.Cli;

/// <summary>Configuration section `ConnectionStrings`.</summary>
internal sealed class ConnectionStringsOptions
{
    /// <summary>The connection string of the database. If null, the service starts an embedded PostgreSQL, except in Production.</summary>
    public string? Content { get; init; }
}
