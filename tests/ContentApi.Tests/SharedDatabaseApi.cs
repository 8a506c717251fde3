namespace ContentApi.Tests;

/// <summary>Runs a second node on an existing database.</summary>
public sealed class SharedDatabaseApi(PostgresServer postgres, string database) : Api(postgres)
{
    protected override Task<string> CreateDatabase() => Task.FromResult(database);
}
