using System.Diagnostics;
using Dapper;
using Npgsql;

namespace ContentApi.Data;

/// <summary>Statements that read the library. Kept by whoever sends the same ones often: made anew they were a sixth of a request's allocations.</summary>
internal sealed class LibraryQuery(string sql)
{
    public string Sql { get; } = Snapshot.Sql + sql;
}

/// <summary>Reads the library: one round trip and one snapshot a call, and the snapshot's revision noted for the answer.</summary>
internal sealed class LibraryReader(Database database, Snapshot snapshot)
{
    /// <summary>Who has waited longer than this is not made to wait once more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    /// <summary>The revision that the last read saw.</summary>
    public long Revision => snapshot.Row!.Revision;

    /// <summary>Runs the statements of <paramref name="sql"/> and hands their results, in order, to <paramref name="read"/>.</summary>
    /// <exception cref="NpgsqlException">The database is away, twice: a read is tried once more, which hides a restart.</exception>
    public Task<T> Read<T>(string sql, object? parameters, Func<SqlMapper.GridReader, Task<T>> read, CancellationToken cancellation) =>
        Read(new LibraryQuery(sql), parameters, read, cancellation);

    /// <summary>The same, of statements that are kept.</summary>
    public async Task<T> Read<T>(LibraryQuery query, object? parameters, Func<SqlMapper.GridReader, Task<T>> read, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return await ReadOnce(query, parameters, read, cancellation);
        }
        catch (NpgsqlException e) when (e.IsTransient && Stopwatch.GetElapsedTime(start) < Patience)
        {
            return await ReadOnce(query, parameters, read, cancellation);
        }
    }

    /// <summary>The library's revision, and nothing else.</summary>
    public Task<SnapshotRow> Now(CancellationToken cancellation) =>
        Read("", parameters: null, _ => Task.FromResult(snapshot.Row!), cancellation);

    /// <summary>The newest revision there is, where the one that is read from may be a standby that is behind.</summary>
    public async Task<long> Newest(CancellationToken cancellation)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellation);
        return await connection.ExecuteScalarAsync<long>(new CommandDefinition("select revision from library_revision", cancellationToken: cancellation));
    }

    private async Task<T> ReadOnce<T>(LibraryQuery query, object? parameters, Func<SqlMapper.GridReader, Task<T>> read, CancellationToken cancellation)
    {
        await using var connection = await database.OpenRead(cancellation);
        await using var results = await connection.QueryMultipleAsync(
            new CommandDefinition(query.Sql, parameters, cancellationToken: cancellation));
        snapshot.See(await results.ReadSingleAsync<SnapshotRow>());
        return await read(results);
    }
}
