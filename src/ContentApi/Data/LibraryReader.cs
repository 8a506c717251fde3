using Dapper;
using Npgsql;

namespace ContentApi.Data;

/// <summary>Reads the library: one round trip and one snapshot a call, and the snapshot's revision noted for the answer.</summary>
internal sealed class LibraryReader(Database database, Snapshot snapshot)
{
    /// <summary>The revision that the last read saw.</summary>
    public long Revision => snapshot.Row!.Revision;

    /// <summary>Runs the statements of <paramref name="sql"/> and hands their results, in order, to <paramref name="read"/>.</summary>
    /// <exception cref="NpgsqlException">The database is away, twice: a read is tried once more, which hides a restart.</exception>
    public async Task<T> Read<T>(string sql, object? parameters, Func<SqlMapper.GridReader, Task<T>> read, CancellationToken cancellation)
    {
        try
        {
            return await ReadOnce(sql, parameters, read, cancellation);
        }
        catch (NpgsqlException e) when (e.IsTransient)
        {
            return await ReadOnce(sql, parameters, read, cancellation);
        }
    }

    /// <summary>The library's revision, and nothing else.</summary>
    public Task<SnapshotRow> Now(CancellationToken cancellation) =>
        Read("", parameters: null, _ => Task.FromResult(snapshot.Row!), cancellation);

    private async Task<T> ReadOnce<T>(string sql, object? parameters, Func<SqlMapper.GridReader, Task<T>> read, CancellationToken cancellation)
    {
        await using var connection = await database.Reads.OpenConnectionAsync(cancellation);
        await using var results = await connection.QueryMultipleAsync(
            new CommandDefinition(Snapshot.Sql + sql, parameters, cancellationToken: cancellation));
        snapshot.Row = await results.ReadSingleAsync<SnapshotRow>();
        return await read(results);
    }
}
