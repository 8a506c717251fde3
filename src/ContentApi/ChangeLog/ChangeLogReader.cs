using ContentApi.Data;
using Dapper;
using Npgsql;

namespace ContentApi.ChangeLog;

/// <summary>Brings the node's <see cref="InvalidationIndex"/> up to date: whoever needs it newer, at any time, on any connection.</summary>
internal sealed class ChangeLogReader(Database database, InvalidationIndex log) : IDisposable
{
    /// <summary>Revisions read at once.</summary>
    private const int Batch = 1_000;

    /// <summary>Beyond so many, all that is stored is given up instead.</summary>
    private const int Longest = 50_000;

    private const string Head = "select revision as Revision, (select min(at) from library_change where revision = r.revision) as At from library_revision r";

    /// <summary>One statement and so one snapshot; revisions have no gaps, so that whole ones are a range of numbers.</summary>
    private const string Next = """
        select r.revision as Newest, c.revision as Revision, c.at as At, c.tags as Tags
        from library_revision r
        left join library_change c on c.revision > @After and c.revision <= @Through
        order by c.revision
        """;

    private readonly SemaphoreSlim reading = new(1);
    private DateTime? mark;
    private long begun;
    private long ended;

    /// <summary>
    /// Begins, or goes on after the connection was lost. Where the log no longer has the revision that was applied last, as it was, the
    /// database was restored from a backup (or is a standby behind the one before): then what was stored counts no more.
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
                    "select revision, (select min(at) from library_change where revision = @Number) from library_revision", new { now.Number }, cancellationToken: cancellationToken));
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

    /// <summary>Reads what is new.</summary>
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
    /// Reads what is new, on a connection of the readers' pool. Callers that come together share one look, which began after the last of
    /// them came, so that asking for what is not there yet keeps one connection busy at most.
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
    /// For who has just changed the library: what this node serves afterwards is not older. A node that does not follow the log, such as
    /// that of a verb, serves nothing.
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
            // Whatever it is, the change is made; the log will be read as soon as it can be.
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

    /// <returns>Whether there is more.</returns>
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
                log.Invalidate(row.Tags!, revision);
                mark = row.At;
            }
        }

        var through = Math.Min(newest, after + Batch);
        if (through > after && rows[^1].Revision != through)
        {
            mark = null; // its entry was erased
        }

        log.Advance(through);
        return through < newest;
    }

    private sealed record Row
    {
        public required long Newest { get; init; }

        public required long? Revision { get; init; }

        public required DateTime? At { get; init; }

        public required string[]? Tags { get; init; }
    }
}
