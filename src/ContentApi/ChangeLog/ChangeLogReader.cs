using ContentApi.Data;
using Dapper;
using Npgsql;

namespace ContentApi.ChangeLog;

/// <summary>Reads new entries of the change log into the <see cref="InvalidationIndex"/>. Safe for concurrent callers.</summary>
internal sealed class ChangeLogReader(Database database, InvalidationIndex index) : IDisposable
{
    /// <summary>The number of revisions per query.</summary>
    private const int BatchSize = 1_000;

    /// <summary>The maximum number of revisions to read. If there are more, all cached responses are invalidated instead.</summary>
    private const int MaxBacklog = 50_000;

    private const string NewestRevisionSql = "select revision as Revision, (select min(changed_at) from library_change where revision = r.revision) as ChangedAt from library_revision r";

    /// <summary>
    /// Selects the newest revision and a batch of entries. Because this is a single statement, both come from one snapshot. Revisions have
    /// no gaps, so a range of numbers selects complete revisions.
    /// </summary>
    private const string NewEntriesSql = """
        select r.revision as Newest, c.revision as Revision, c.changed_at as ChangedAt, c.cache_tags as CacheTags
        from library_revision r
        left join library_change c on c.revision > @After and c.revision <= @Through
        order by c.revision
        """;

    private readonly SemaphoreSlim readLock = new(1);
    private DateTime? lastEntryTime;
    private long lastStartedRead;
    private long lastCompletedRead;

    /// <summary>
    /// Starts following the log, or resumes after a lost connection. If the last applied revision is missing from the log or has another
    /// time, the database was restored from a backup or is a lagging standby. Then all cached responses become invalid.
    /// </summary>
    public async Task Resume(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await readLock.WaitAsync(cancellationToken);
        try
        {
            var applied = index.Applied;
            if (applied is null)
            {
                await StartAtNewest(connection, cancellationToken);
            }
            else if (applied.Number > 0)
            {
                var (newest, appliedAt) = await connection.QuerySingleAsync<(long, DateTime?)>(new CommandDefinition(
                    "select revision, (select min(changed_at) from library_change where revision = @Number) from library_revision", new { applied.Number }, cancellationToken: cancellationToken));
                if (newest < applied.Number || appliedAt != lastEntryTime)
                {
                    await StartAtNewest(connection, cancellationToken);
                }
            }
        }
        finally
        {
            readLock.Release();
        }
    }

    /// <summary>Reads the new entries of the log.</summary>
    public async Task Read(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await readLock.WaitAsync(cancellationToken);
        try
        {
            await ReadNewEntries(connection, cancellationToken);
        }
        finally
        {
            readLock.Release();
        }
    }

    /// <summary>
    /// Reads the new entries of the log on a pooled read connection, unless a concurrent read reaches the revision. Concurrent callers share
    /// one read, which starts after the last of them called, so that requests for a future revision occupy at most one connection.
    /// </summary>
    public async Task Refresh(long revision, CancellationToken cancellationToken)
    {
        var startedBefore = Volatile.Read(ref lastStartedRead);
        await readLock.WaitAsync(cancellationToken);
        try
        {
            // A concurrent read may have reached the revision, or started after this call.
            if ((index.Applied is not { } applied || applied.Number < revision) && lastCompletedRead <= startedBefore)
            {
                await using var connection = await database.OpenRead(cancellationToken);
                await ReadNewEntries(connection, cancellationToken);
            }
        }
        finally
        {
            readLock.Release();
        }
    }

    /// <summary>
    /// Applies a revision that this process has committed, so that later responses of this node include it. Does nothing in a process
    /// that does not follow the log, such as a CLI command.
    /// </summary>
    public async Task WaitForRevision(long revision, CancellationToken cancellationToken)
    {
        try
        {
            if (index.Applied is { } applied && applied.Number < revision)
            {
                await Refresh(revision, cancellationToken);
            }
        }
        catch (Exception)
        {
            // The change is committed, so an error here must not fail the request. The listener reads the log later.
        }
    }

    public void Dispose() => readLock.Dispose();

    private async Task ReadNewEntries(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var readNumber = ++lastStartedRead;
        if (index.Applied is null)
        {
            await StartAtNewest(connection, cancellationToken);
        }

        while (await ReadBatch(connection, index.Applied!.Number, cancellationToken))
        {
        }

        lastCompletedRead = readNumber;
        index.MarkAvailable();
    }

    private async Task StartAtNewest(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        (var newest, lastEntryTime) = await connection.QuerySingleAsync<(long, DateTime?)>(new CommandDefinition(NewestRevisionSql, cancellationToken: cancellationToken));
        index.StartGeneration(newest);
        index.MarkAvailable();
    }

    /// <returns>True if more entries may remain.</returns>
    private async Task<bool> ReadBatch(NpgsqlConnection connection, long after, CancellationToken cancellationToken)
    {
        var rows = (await connection.QueryAsync<ChangeLogRow>(new CommandDefinition(NewEntriesSql, new { After = after, Through = after + BatchSize }, cancellationToken: cancellationToken))).AsList();
        var newest = rows[0].Newest;
        if (newest - after > MaxBacklog)
        {
            (newest, lastEntryTime) = await connection.QuerySingleAsync<(long, DateTime?)>(new CommandDefinition(NewestRevisionSql, cancellationToken: cancellationToken));
            index.InvalidateAll(newest);
            return true;
        }

        foreach (var row in rows)
        {
            if (row.Revision is { } revision)
            {
                index.Invalidate(row.CacheTags!, revision);
                lastEntryTime = row.ChangedAt;
            }
        }

        var through = Math.Min(newest, after + BatchSize);
        if (through > after && rows[^1].Revision != through)
        {
            lastEntryTime = null; // the log has no entry for the revision
        }

        index.Advance(through);
        return through < newest;
    }

    private sealed record ChangeLogRow
    {
        public required long Newest { get; init; }

        public required long? Revision { get; init; }

        public required DateTime? ChangedAt { get; init; }

        public required string[]? CacheTags { get; init; }
    }
}
