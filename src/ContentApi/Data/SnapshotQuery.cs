namespace ContentApi.Data;

/// <summary>SQL statements that read the library. Store instances of frequent queries, to avoid building the SQL per request.</summary>
internal sealed class SnapshotQuery(string sql)
{
    public string Sql { get; } = ReadSnapshot.Sql + sql;
}
