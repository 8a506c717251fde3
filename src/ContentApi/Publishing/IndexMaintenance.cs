using ContentApi.Data;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Indexing.SearchIndex;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>
/// Does the work on the indexes that publications leave: merges the pending lists of the search index and the changes of the term
/// statistics. Neither changes a response, so neither takes a revision.
/// </summary>
internal sealed partial class IndexMaintenance(Database database, ILogger<IndexMaintenance> logger) : BackgroundService
{
    /// <summary>
    /// The number of published stories after which the pending lists are merged. A search reads the lists to their end, so they must stay
    /// short; but merging many stories at once costs a fraction of the time per story.
    /// </summary>
    private const int FlushInterval = 128;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim wake = new(0); // not disposed, because a publication may end after this service
    private int changedStories = 1; // stories that another process has published may wait

    /// <summary>Reports that a transaction has changed the index entries of stories.</summary>
    public void ReportChange(int stories)
    {
        if (stories > 0)
        {
            Interlocked.Add(ref changedStories, stories);
            wake.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var isIdle = !await wake.WaitAsync(IdleTime, stoppingToken);
                var stories = Volatile.Read(ref changedStories);
                if (stories >= FlushInterval || (isIdle && stories > 0))
                {
                    await Run(isIdle, stoppingToken);
                    Interlocked.Add(ref changedStories, -stories);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Outages and missing migrations are not logged here, because health checks report them. Every exception is caught: an
                // unhandled one would stop the host.
                if (e is not NpgsqlException { IsTransient: true } and not PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } and not TimeoutException)
                {
                    LogFailed(e);
                }

                await Task.Delay(RetryDelay, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Run(bool isIdle, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await new SearchIndexWriter(connection, cancellationToken).FlushPendingLists();
        await TermMerger.Merge(connection, isIdle, cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "Index maintenance failed; it is retried in 30 seconds")]
    private partial void LogFailed(Exception exception);
}
