using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>
/// Publishes documents. The `import` command, the sample library, the API and the scheduler all publish through this class.
/// </summary>
/// <remarks>
/// A publication has these stages: <see cref="PublicationPreparer"/> renders the document and compares it with the library;
/// <see cref="PublicationContext"/> takes the publishing lock and reads what may have changed meanwhile; <see cref="PublicationPlanner"/>
/// decides and creates the rows; <see cref="PublicationBatch"/>, <see cref="PublicationIndexer"/> and <see cref="ChangeLogWriter"/> write
/// them; <see cref="PublishingTransactions"/> commits.
/// </remarks>
internal sealed class Publisher : IAsyncDisposable
{
    /// <summary>The maximum number of documents in a transaction.</summary>
    public const int BatchSize = 100;

    private readonly PublishingTransactions transactions;
    private readonly PublicationPreparer preparer;
    private readonly IndexMaintenance maintenance;
    private readonly ChangeLogReader changeLog;
    private readonly LibraryOptions options;
    private readonly PublicationQueue queue;

    public Publisher(PublishingTransactions transactions, PublicationPreparer preparer, IndexMaintenance maintenance, ChangeLogReader changeLog, IOptions<LibraryOptions> options)
    {
        (this.transactions, this.preparer, this.maintenance, this.changeLog, this.options) = (transactions, preparer, maintenance, changeLog, options.Value);
        queue = new(stories => Execute(stories, areListsDeferred: false, isDryRun: false, CancellationToken.None));
    }

    /// <summary>
    /// Publishes a saved version of a draft now, optionally with a public reason, if <paramref name="isExpected"/> accepts the draft; returns
    /// null if it no longer exists.
    /// </summary>
    public Task<PublicationResult?> Publish(VersionDocument version, string? reason, Func<DraftRow?, bool> isExpected, Actor actor, CancellationToken cancellationToken) =>
        Publish(PublicationItem.Create(version, PublicationTrigger.Request, actor, reason, isExpected), cancellationToken);

    /// <summary>
    /// Publishes a scheduled version if it is due by the database's clock and not published by another node; otherwise returns null.
    /// </summary>
    public Task<PublicationResult?> PublishDue(VersionDocument version, CancellationToken cancellationToken) =>
        Publish(PublicationItem.Create(version, PublicationTrigger.Schedule, Actor.Scheduler), cancellationToken);

    /// <summary>
    /// Saves and publishes prepared documents in their order. If the transaction fails because of their content, publishes them one by one,
    /// so that only the invalid ones are refused. A dry run executes the statements, then rolls back.
    /// </summary>
    /// <exception cref="NpgsqlException">
    /// The database is unavailable. Documents that were already committed one by one stay published.
    /// </exception>
    public async Task<IReadOnlyList<PublicationResult>> Import(IReadOnlyList<PreparedStory> stories, bool areListsDeferred, CancellationToken cancellationToken, bool isDryRun = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stories.Count, BatchSize, nameof(stories));
        try
        {
            var results = (await Execute(stories, areListsDeferred, isDryRun, cancellationToken)).Select(result => result!).ToList();
            await WaitForRevision(isDryRun ? null : results.Max(result => result.Revision), cancellationToken);
            return results;
        }
        catch (PostgresException e) when (IsContentError(e) && stories.Count > 1)
        {
            List<PublicationResult> results = [];
            foreach (var story in stories)
            {
                results.AddRange(await Import([story], areListsDeferred, cancellationToken, isDryRun));
            }

            return results;
        }
    }

    public ValueTask DisposeAsync() => queue.DisposeAsync();

    private async Task<PublicationResult?> Publish(PublicationItem item, CancellationToken cancellationToken)
    {
        var result = await queue.Publish((await preparer.Prepare([item], isCompared: true, cancellationToken))[0], cancellationToken);
        await WaitForRevision(result?.Revision, cancellationToken);
        return result;
    }

    /// <summary>Waits until this node serves a revision, so that its clients read their own writes.</summary>
    private Task WaitForRevision(long? revision, CancellationToken cancellationToken) => revision is { } number ? changeLog.WaitForRevision(number, cancellationToken) : Task.CompletedTask;

    /// <summary>Publishes stories in one transaction. Refuses a single story if the database rejects its content.</summary>
    private async Task<IReadOnlyList<PublicationResult?>> Execute(IReadOnlyList<PreparedStory> stories, bool areListsDeferred, bool isDryRun, CancellationToken cancellationToken)
    {
        try
        {
            return await ExecuteOnce(stories, areListsDeferred, isDryRun, cancellationToken);
        }
        catch (PostgresException e) when (stories.Count == 1 && e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // A draft with the same slug may have been saved at the same time, without the lock. The second attempt finds it.
        }
        catch (PostgresException e) when (stories.Count == 1 && IsContentError(e))
        {
            return [new(stories[0].Slug, PublicationOutcome.Invalid, Reason: DescribeContentError(e))];
        }

        try
        {
            return await ExecuteOnce(stories, areListsDeferred, isDryRun, cancellationToken);
        }
        catch (PostgresException e) when (IsContentError(e))
        {
            return [new(stories[0].Slug, PublicationOutcome.Invalid, Reason: DescribeContentError(e))];
        }
    }

    private async Task<IReadOnlyList<PublicationResult?>> ExecuteOnce(IReadOnlyList<PreparedStory> stories, bool areListsDeferred, bool isDryRun, CancellationToken cancellationToken)
    {
        var published = 0;
        var change = await transactions.Run(
            async (connection, token) =>
            {
                var context = await PublicationContext.LockAndRead(connection, stories, token);
                var planner = new PublicationPlanner(context, options);
                var results = (await PrepareOutdated(stories, context, areListsDeferred || isDryRun, connection, token)).Select(planner.Plan).ToList();
                if (!planner.IsEmpty)
                {
                    await Write(planner, context, connection, areListsDeferred, isDryRun, token);
                }

                published = planner.Batch.Stories.Count;
                return new PublishingTransactions.Change<IReadOnlyList<PublicationResult?>>(results, planner.Recorder.Revision, ShouldCommit: !planner.IsEmpty && !isDryRun);
            },
            cancellationToken);
        maintenance.ReportChange(change.ShouldCommit ? published : 0);
        return change.Result;
    }

    /// <summary>
    /// Prepares the stories again whose live version, draft or index entry has changed in the meantime, and those that are not compared
    /// although they must be.
    /// </summary>
    private async Task<IReadOnlyList<PreparedStory>> PrepareOutdated(IReadOnlyList<PreparedStory> stories, PublicationContext context, bool areListsDeferred, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var current = stories.ToList();
        for (var i = 0; i < current.Count; i++)
        {
            var lacksComparison = current[i] is { SearchVectors: not null, Comparison: null } && !areListsDeferred && !context.IsSmallLibrary(newStories: current.Count);
            if (!context.IsCurrent(current[i]) || lacksComparison)
            {
                current[i] = await preparer.PrepareUnderLock(current[i].Item, isCompared: !areListsDeferred, connection, cancellationToken);
            }
        }

        return current;
    }

    private static async Task Write(PublicationPlanner planner, PublicationContext context, NpgsqlConnection connection, bool areListsDeferred, bool isDryRun, CancellationToken cancellationToken)
    {
        await using var batch = connection.CreateBatch();
        batch.Timeout = 300;
        planner.Batch.Write(batch);
        if (isDryRun)
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
            return;
        }

        var indexer = new PublicationIndexer(planner, context, connection, cancellationToken);
        await indexer.Index(batch, areListsDeferred);
        ChangeLogWriter.Append(batch, planner.Recorder.Changes);
        AuditRow.Columns.Insert(batch, planner.Recorder.AuditEntries);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Returns a problem text for a content error that the database reports.</summary>
    private static string DescribeContentError(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => "A slug or id in the document is already used by another resource.",
        PostgresErrorCodes.ForeignKeyViolation => "The document refers to a resource that does not exist.",
        PostgresErrorCodes.CheckViolation or PostgresErrorCodes.StringDataRightTruncation => "A text is longer, or a number is larger, than the library allows.",
        _ => $"The library cannot store the document (SQLSTATE {e.SqlState}).",
    };

    /// <summary>
    /// Returns whether the content caused the error, so that a retry would fail again: a data exception (SQLSTATE class 22) or a constraint
    /// violation (class 23).
    /// </summary>
    private static bool IsContentError(PostgresException e) => e.SqlState is ['2', '2' or '3', ..];
}
