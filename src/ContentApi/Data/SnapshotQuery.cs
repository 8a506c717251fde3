namespace ContentApi.Data;

/// <summary>Statements that read the library. Kept by whoever sends the same ones often: made anew they were a sixth of a request's allocations.</summary>
internal sealed class SnapshotQuery(string sql)
{
    public string Sql { get; } = ReadSnapshot.Sql + sql;
}
