namespace ContentApi.Data;

/// <summary>
/// SQL statements that read published content, preceded by the statement that reads the revision. Reuse the instances of frequent queries,
/// so that a request does not build the SQL again.
/// </summary>
internal sealed class SnapshotQuery(string sql)
{
    public string Sql { get; } = ReadSnapshot.Sql + sql;
}
