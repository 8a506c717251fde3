using ContentApi.Data;
using Dapper;
using Npgsql;

namespace ContentApi.ChangeLog;

/// <summary>Reads new entries of the change log into the <see cref="InvalidationIndex"/>. Safe for concurrent callers.</summary>
internal sealed class ChangeLogReader(Database database, InvalidationIndex log) : IDisposable
{
    /// <summary>The number of revisions per query.</summary>
    private const int Batch = 1_000;

    /// <summary>The maximum number of revisions to read. Beyond it, all stored responses are invalidated instead.</summary>
    private const int Longest = 50_000;

    private const string Head = "select revision as Revision, (select min(changed_at) from library_change where revision = r.revision) as ChangedAt from library_revision r";

    /// <summary>
    /// A single statement reads from one snapshot. Revisions have no gaps, so that a range of numbers selects complete revisions.
    /// </summary>
    private const string Next = """
        select r.revision as Newest, c.revision as Revision, c.changed_at as ChangedAt, c.cache_tags as CacheTags
        from library_revision r
        left join library_change c on c.revision > @After and c.revision <= @Through
        order by c.revision
        """;

    private readonly SemaphoreSlim reading = new(1);
    private DateTime? mark;
    private long begun;
    private long ended;

    /// <summary>
    /// Starts following the log, or resumes after a lost connection. If the log no longer contains the last applied revision unchanged,
    /// the database was restored from a backup or is a lagging standby, and all stored responses become invalid.
    /// </summary>
    public async Task Resume(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            var now = log.Now;
            if (now is null)
            {
                await Start(connection, cancellationToken);
            }
            else if (now.Number > 0)
            {
                var (newest, at) = await connection.QuerySingleAsync<(long, DateTime?)>(new CommandDefinition(
                    "select revision, (select min(changed_at) from library_change where revision = @Number) from library_revision", new { now.Number }, cancellationToken: cancellationToken));
                if (newest < now.Number || at != mark)
                {
                    await Start(connection, cancellationToken);
                }
            }
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>Reads the new entries of the log.</summary>
    public async Task Read(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            await ReadAll(connection, cancellationToken);
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>
    /// Reads the new entries of the log on a pooled read connection. Concurrent callers share one read, which starts after the last of
    /// them called, so that requests for a future revision occupy at most one connection.
    /// </summary>
    public async Task Refresh(CancellationToken cancellationToken)
    {
        var came = Volatile.Read(ref begun);
        await reading.WaitAsync(cancellationToken);
        try
        {
            if (ended <= came)
            {
                await using var connection = await database.OpenRead(cancellationToken);
                await ReadAll(connection, cancellationToken);
            }
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>
    /// Applies a revision that this process has committed, so that later responses of this node include it. Does nothing in a process
    /// that does not follow the log, such as a command-line verb.
    /// </summary>
    public async Task WaitForRevision(long revision, CancellationToken cancellationToken)
    {
        try
        {
            if (log.Now is { } now && now.Number < revision)
            {
                await Refresh(cancellationToken);
            }
        }
        catch (Exception)
        {
            // The change is committed despite any error here; the listener reads the log as soon as it is available.
        }
    }

    public void Dispose() => reading.Dispose();

    private async Task ReadAll(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var number = ++begun;
        if (log.Now is null)
        {
            await Start(connection, cancellationToken);
        }

        while (await ReadBatch(connection, log.Now!.Number, cancellationToken))
        {
        }

        ended = number;
        log.MarkAvailable();
    }

    private async Task Start(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        (var newest, mark) = await connection.QuerySingleAsync<(long, DateTime?)>(new CommandDefinition(Head, cancellationToken: cancellationToken));
        log.Start(newest);
        log.MarkAvailable();
    }

    /// <returns>True if more entries remain.</returns>
    private async Task<bool> ReadBatch(NpgsqlConnection connection, long after, CancellationToken cancellationToken)
    {
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(Next, new { After = after, Through = after + Batch }, cancellationToken: cancellationToken))).AsList();
        var newest = rows[0].Newest;
        if (newest - after > Longest)
        {
            (newest, mark) = await connection.QuerySingleAsync<(long, DateTime?)>(new CommandDefinition(Head, cancellationToken: cancellationToken));
            log.Skip(newest);
            return true;
        }

        foreach (var row in rows)
        {
            if (row.Revision is { } revision)
            {
                log.Invalidate(row.CacheTags!, revision);
                mark = row.ChangedAt;
            }
        }

        var through = Math.Min(newest, after + Batch);
        if (through > after && rows[^1].Revision != through)
        {
            mark = null; // its entry was deleted
        }

        log.Advance(through);
        return through < newest;
    }

    private sealed record Row
    {
        public required long Newest { get; init; }

        public required long? Revision { get; init; }

        public required DateTime? ChangedAt { get; init; }

        public required string[]? CacheTags { get; init; }
    }
}
