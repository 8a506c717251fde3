using System.Diagnostics;
using Dapper;
using Npgsql;

namespace ContentApi.Data;

/// <summary>Reads published content. Each call is one round trip with one snapshot, and records the revision for the response.</summary>
internal sealed class SnapshotReader(Database database, ReadSnapshot snapshot)
{
    /// <summary>The elapsed time after which a failed read is not retried.</summary>
    private static readonly TimeSpan RetryWindow = TimeSpan.FromSeconds(0.5);

    /// <summary>Gets the revision of the last read.</summary>
    public long Revision => snapshot.LastRead!.Revision;

    /// <summary>Executes the statements of <paramref name="sql"/> and passes their results, in order, to <paramref name="read"/>.</summary>
    /// <exception cref="NpgsqlException">
    /// The database is unavailable. A transient failure within <see cref="RetryWindow"/> is retried once.
    /// </exception>
    public Task<T> Read<T>(string sql, object? parameters, Func<SqlMapper.GridReader, Task<T>> read, CancellationToken cancellationToken) =>
        Read(new SnapshotQuery(sql), parameters, read, cancellationToken);

    /// <summary>Executes the statements of a reusable query.</summary>
    public async Task<T> Read<T>(SnapshotQuery query, object? parameters, Func<SqlMapper.GridReader, Task<T>> read, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            return await ReadOnce(query, parameters, read, cancellationToken);
        }
        catch (NpgsqlException e) when (e.IsTransient && Stopwatch.GetElapsedTime(start) < RetryWindow)
        {
            return await ReadOnce(query, parameters, read, cancellationToken);
        }
    }

    /// <summary>Returns the current revision of the published content.</summary>
    public Task<SnapshotRevision> ReadRevision(CancellationToken cancellationToken) =>
        Read("", parameters: null, _ => Task.FromResult(snapshot.LastRead!), cancellationToken);

    /// <summary>
    /// Returns the newest revision. Uses a write connection, because a load balancer may send reads to a standby that lags behind.
    /// </summary>
    public async Task<long> ReadNewestRevision(CancellationToken cancellationToken)
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
