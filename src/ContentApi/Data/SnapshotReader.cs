using System.Diagnostics;
using Dapper;
using Npgsql;

namespace ContentApi.Data;

/// <summary>Reads the library: one round trip and one snapshot a call, and the snapshot's revision noted for the answer.</summary>
internal sealed class SnapshotReader(Database database, ReadSnapshot snapshot)
{
    /// <summary>Who has waited longer than this is not made to wait once more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    /// <summary>The revision that the last read saw.</summary>
    public long Revision => snapshot.Row!.Revision;

    /// <summary>Runs the statements of <paramref name="sql"/> and hands their results, in order, to <paramref name="read"/>.</summary>
    /// <exception cref="NpgsqlException">The database is away, twice: a read is tried once more, which hides a restart.</exception>
    public Task<T> Read<T>(string sql, object? parameters, Func<SqlMapper.GridReader, Task<T>> read, CancellationToken cancellationToken) =>
        Read(new SnapshotQuery(sql), parameters, read, cancellationToken);

    /// <summary>The same, of statements that are kept.</summary>
    public async Task<T> Read<T>(SnapshotQuery query, object? parameters, Func<SqlMapper.GridReader, Task<T>> read, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return await ReadOnce(query, parameters, read, cancellationToken);
        }
        catch (NpgsqlException e) when (e.IsTransient && Stopwatch.GetElapsedTime(start) < Patience)
        {
            return await ReadOnce(query, parameters, read, cancellationToken);
        }
    }

    /// <summary>The library's revision, and nothing else.</summary>
    public Task<SnapshotRevision> Now(CancellationToken cancellationToken) =>
        Read("", parameters: null, _ => Task.FromResult(snapshot.Row!), cancellationToken);

    /// <summary>The newest revision there is, where the one that is read from may be a standby that is behind.</summary>
    public async Task<long> Newest(CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition("select revision from library_revision", cancellationToken: cancellationToken));
    }

    private async Task<T> ReadOnce<T>(SnapshotQuery query, object? parameters, Func<SqlMapper.GridReader, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenRead(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(
            new CommandDefinition(query.Sql, parameters, cancellationToken: cancellationToken));
        snapshot.Record(await results.ReadSingleAsync<SnapshotRevision>());
        return await read(results);
    }
}
