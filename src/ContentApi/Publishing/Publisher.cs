using ContentApi.ChangeLog;
using ContentApi.Core.Formats;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Library;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>
/// Changes the published content. The `import` command, the sample library, the API and the scheduler all publish through this class.
/// Nothing else writes stories, founders and topics.
/// </summary>
/// <remarks>
/// Each transaction has the same steps: lock the revision, read the current state, write the rows, append to the change log, notify the
/// nodes, update the indexes.
/// </remarks>
internal sealed class Publisher(Database database, ChangeLogReader changeLog, IOptions<LibraryOptions> options)
{
    /// <summary>The maximum number of documents in a transaction.</summary>
    public const int BatchSize = 100;

    /// <summary>
    /// Saves and publishes documents in their order. If the transaction fails because of their content, publishes them one by one, so that
    /// only the invalid ones are refused.
    /// </summary>
    /// <exception cref="NpgsqlException">
    /// The database is unavailable. Documents that were already committed one by one stay published.
    /// </exception>
    public async Task<IReadOnlyList<PublicationResult>> Import(IReadOnlyList<RenderedStory> stories, Actor actor, CancellationToken cancellationToken, bool dryRun = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stories.Count, BatchSize, nameof(stories));
        var hashes = stories.Select(story => story.Document.ComputeContentHash()).ToArray();
        try
        {
            return await Execute(
                (connection, token) => PublicationContext.LockAndRead(connection, stories, token),
                planner =>
                {
                    planner.Batch.AreRecommendationListsDeferred = stories.Count > RecommendationIndexWriter.MaxImmediateUpdates;
                    return stories.Select((story, index) => planner.Import(story, hashes[index])).ToList();
                },
                actor,
                cancellationToken,
                dryRun);
        }
        catch (PostgresException e) when (IsContentError(e) && stories.Count == 1)
        {
            return [new(stories[0].Slug, PublicationOutcome.Invalid, Reason: DescribeContentError(e))];
        }
        catch (PostgresException e) when (IsContentError(e))
        {
            List<PublicationResult> publications = [];
            foreach (var story in stories)
            {
                publications.AddRange(await Import([story], actor, cancellationToken, dryRun));
            }

            return publications;
        }
    }

    /// <summary>Publishes a saved version of a draft now; returns null if the draft no longer exists.</summary>
    public Task<PublicationResult?> Publish(VersionDocument version, Actor actor, CancellationToken cancellationToken) =>
        Publish(version, (planner, story) => planner.Publish(version.DraftId, story, version.Version), actor, cancellationToken);

    /// <summary>
    /// Publishes a scheduled version if it is due by the database's clock and not published by another node; otherwise returns null.
    /// </summary>
    public Task<PublicationResult?> PublishDue(VersionDocument version, CancellationToken cancellationToken) =>
        Publish(version, (planner, story) => planner.PublishDue(version.DraftId, story, version.Version), Actor.Scheduler, cancellationToken);

    /// <summary>
    /// Withdraws a story and deletes its schedule, if the story is published and <paramref name="isExpected"/> accepts the draft's entity
    /// tag.
    /// </summary>
    public Task<WithdrawalResult> Withdraw(string slug, WithdrawalRequest request, Func<string, bool> isExpected, Actor actor, CancellationToken cancellationToken) =>
        Execute<WithdrawalResult>([slug], [], (context, planner) =>
        {
            var draft = context.Drafts.GetValueOrDefault(slug);
            if (draft?.PublishedVersion is null || !isExpected(draft.ETag))
            {
                return (new(draft?.PublishedVersion is null ? WithdrawalOutcome.NotPublished : WithdrawalOutcome.PreconditionFailed, draft, context.Revision), null, null);
            }

            var withdrawn = planner.RecordWithdrawal(draft, request);
            return (new(WithdrawalOutcome.Withdrawn, withdrawn, planner.Revision), PublisherSql.Withdraw, new { draft.Id, Slug = slug, request.Reason });
        }, actor, cancellationToken);

    /// <summary>Renames a draft, unless the new slug is the current or a former slug of another draft.</summary>
    public Task<RenameOutcome> Rename(string slug, string newSlug, Actor actor, CancellationToken cancellationToken) =>
        Execute<RenameOutcome>([slug, newSlug], [], (context, planner) =>
        {
            if (!context.Drafts.TryGetValue(slug, out var draft))
            {
                return (RenameOutcome.NotFound, null, null);
            }

            if (context.Drafts.ContainsKey(newSlug) || (context.CurrentSlugs.TryGetValue(newSlug, out var currentSlug) && currentSlug != slug))
            {
                return (slug == newSlug ? RenameOutcome.Renamed : RenameOutcome.SlugTaken, null, null);
            }

            planner.RecordRename(draft, newSlug);
            return (RenameOutcome.Renamed, PublisherSql.Rename, new { draft.Id, Slug = slug, NewSlug = newSlug });
        }, actor, cancellationToken);

    /// <summary>Deletes a draft with all its versions, unless its story is published.</summary>
    public Task<DeleteOutcome> Delete(string slug, Actor actor, CancellationToken cancellationToken) =>
        Execute<DeleteOutcome>([slug], [], (context, planner) =>
        {
            if (!context.Drafts.TryGetValue(slug, out var draft))
            {
                return (DeleteOutcome.NotFound, null, null);
            }

            if (draft.PublishedVersion is not null)
            {
                return (DeleteOutcome.RefusedBecausePublished, null, null);
            }

            planner.RecordDeletion(draft);
            return (DeleteOutcome.Deleted, PublisherSql.Delete, new { draft.Id });
        }, actor, cancellationToken);

    /// <summary>
    /// Saves a founder if its current revision is <paramref name="expectedRevision"/> (0: the founder must not exist); otherwise returns
    /// null.
    /// </summary>
    public Task<FounderRow?> SaveFounder(string slug, Func<FounderRow?, FounderRow> update, long expectedRevision, Actor actor, CancellationToken cancellationToken) =>
        Execute<FounderRow?>([], [slug], (context, planner) =>
        {
            var existing = context.Founders.GetValueOrDefault(slug);
            if ((existing?.Revision ?? 0) != expectedRevision)
            {
                return (null, null, null);
            }

            var saved = planner.RecordFounderChange(existing, update(existing));
            return (saved, PublisherSql.SaveFounder, new { saved.Id, saved.Slug, saved.Name, NameKey = SortKey.From(saved.Name), saved.Bio, Image = saved.ImageJson });
        }, actor, cancellationToken);

    /// <summary>Deletes a founder; returns false if the founder does not exist.</summary>
    /// <exception cref="PostgresException">Stories refer to the founder (SQLSTATE 23503).</exception>
    public Task<bool> DeleteFounder(string slug, Actor actor, CancellationToken cancellationToken) =>
        Execute([], [slug], (context, planner) =>
        {
            if (!context.Founders.TryGetValue(slug, out var founder))
            {
                return (false, null, null);
            }

            planner.RecordFounderDeletion(founder);
            return (true, PublisherSql.DeleteFounder, new { founder.Id });
        }, actor, cancellationToken);

    private async Task<PublicationResult?> Publish(VersionDocument version, Func<PublicationPlanner, RenderedStory, PublicationResult?> plan, Actor actor, CancellationToken cancellationToken)
    {
        var story = RenderedStory.Render(version.Document, cancellationToken);
        try
        {
            return await Execute((connection, token) => PublicationContext.LockAndRead(connection, [story], token), planner => plan(planner, story), actor, cancellationToken);
        }
        catch (PostgresException e) when (IsContentError(e))
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: DescribeContentError(e));
        }
    }

    private Task<T> Execute<T>(string[] slugs, string[] founderSlugs, Func<PublicationContext, PublicationPlanner, (T Result, string? Sql, object? Parameters)> plan, Actor actor, CancellationToken cancellationToken) =>
        ExecuteInTransaction(
            (connection, token) => PublicationContext.LockAndRead(connection, slugs, founderSlugs, token),
            (context, planner) =>
            {
                var (result, sql, parameters) = plan(context, planner);
                return (result, sql, new DynamicParameters(parameters));
            },
            actor,
            cancellationToken);

    private Task<T> Execute<T>(Func<NpgsqlConnection, CancellationToken, Task<PublicationContext>> lockContext, Func<PublicationPlanner, T> plan, Actor actor, CancellationToken cancellationToken, bool dryRun = false) =>
        ExecuteInTransaction(
            lockContext,
            (_, planner) =>
            {
                var result = plan(planner);
                return (result, PublisherSql.Publish, planner.Batch.ToPublicationParameters());
            },
            actor,
            cancellationToken,
            dryRun);

    /// <summary>Runs a change in a transaction. A dry run executes the statements of the change, then rolls back.</summary>
    private async Task<T> ExecuteInTransaction<T>(
        Func<NpgsqlConnection, CancellationToken, Task<PublicationContext>> lockContext,
        Func<PublicationContext, PublicationPlanner, (T Result, string? Sql, DynamicParameters Parameters)> plan,
        Actor actor,
        CancellationToken cancellationToken,
        bool dryRun = false)
    {
        var (result, revision) = await ExecuteAndCommit(lockContext, plan, actor, dryRun, cancellationToken);
        await changeLog.WaitForRevision(revision, cancellationToken); // read-your-writes: this node now serves the change
        return result;
    }

    private async Task<(T Result, long Revision)> ExecuteAndCommit<T>(
        Func<NpgsqlConnection, CancellationToken, Task<PublicationContext>> lockContext,
        Func<PublicationContext, PublicationPlanner, (T Result, string? Sql, DynamicParameters Parameters)> plan,
        Actor actor,
        bool dryRun,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var context = await lockContext(connection, cancellationToken);
        var planner = new PublicationPlanner(context, cancellationToken);
        var (result, sql, parameters) = plan(context, planner);
        if (planner.Batch.IsEmpty)
        {
            return (result, context.Revision);
        }

        var indexer = new PublicationIndexer(connection, cancellationToken);
        await indexer.RemoveWithdrawn(planner.Batch.Changes);
        var vectorBuilder = dryRun ? null : await indexer.StartBuildingVectors(planner.Batch, context);
        parameters.AddDynamicParams(planner.Batch.ToLogParameters(planner.Revision, context.Now, actor));
        await connection.ExecuteAsync(new CommandDefinition(sql + PublisherSql.AppendLog, parameters, cancellationToken: cancellationToken));
        if (vectorBuilder is not null)
        {
            await indexer.Index(planner.Batch, vectorBuilder);
            var reindexedStoryIds = await indexer.ReindexFounders(context, planner.Batch.Changes);
            await new StoryJsonWriter(connection, options.Value, cancellationToken).Write(planner.Batch, reindexedStoryIds);
            await transaction.CommitAsync(CancellationToken.None); // a client that disconnects must not cancel the commit
        }

        return (result, dryRun ? context.Revision : planner.Revision);
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
