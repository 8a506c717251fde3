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
/// Writes the library. The `import` command, the sample library, the API and the scheduler all publish through this class, and nothing else
/// writes the library.
/// </summary>
/// <remarks>
/// Each transaction has the same steps: lock the revision, read the current state, write everything, append to the log, notify.
/// </remarks>
internal sealed class Publisher(Database database, ChangeLogReader log, IOptions<LibraryOptions> options)
{
    /// <summary>The maximum number of documents in a transaction.</summary>
    public const int BatchSize = 100;

    /// <summary>
    /// Saves and publishes documents in their order. If the transaction fails because of their content, publishes them one by one, so that
    /// only the invalid ones are left out.
    /// </summary>
    /// <exception cref="NpgsqlException">The database is unavailable; documents without a result are not published.</exception>
    public async Task<IReadOnlyList<Publication>> Import(IReadOnlyList<RenderedStory> stories, Actor actor, CancellationToken cancellationToken, bool dryRun = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stories.Count, BatchSize, nameof(stories));
        var hashes = stories.Select(story => story.Document.ComputeContentHash()).ToArray();
        try
        {
            return await Change(
                (connection, inner) => PublicationContext.Lock(connection, stories, inner),
                changes =>
                {
                    changes.Rows.ListsLater = stories.Count > RecommendationIndexWriter.AtOnce;
                    return stories.Select((story, index) => changes.Import(story, hashes[index])).ToList();
                },
                actor,
                cancellationToken,
                dryRun);
        }
        catch (PostgresException e) when (IsFaultOfContent(e) && stories.Count == 1)
        {
            return [new(stories[0].Slug, PublicationOutcome.Invalid, Reason: Sentence(e))];
        }
        catch (PostgresException e) when (IsFaultOfContent(e))
        {
            List<Publication> publications = [];
            foreach (var story in stories)
            {
                publications.AddRange(await Import([story], actor, cancellationToken, dryRun));
            }

            return publications;
        }
    }

    /// <summary>Publishes a saved version of a draft now; returns null if the draft no longer exists.</summary>
    public Task<Publication?> Publish(VersionDocument version, Actor actor, CancellationToken cancellationToken) =>
        Publish(version, (changes, story) => changes.Publish(version.DraftId, story, version.Version), actor, cancellationToken);

    /// <summary>
    /// Publishes a scheduled version if it is due by the database's clock and not published by another node; otherwise returns null.
    /// </summary>
    public Task<Publication?> PublishDue(VersionDocument version, CancellationToken cancellationToken) =>
        Publish(version, (changes, story) => changes.PublishDue(version.DraftId, story, version.Version), Actor.Scheduler, cancellationToken);

    /// <summary>
    /// Withdraws a story and deletes its schedule, if it is published and <paramref name="isExpected"/> accepts the draft's entity tag.
    /// </summary>
    public Task<Withdrawal> Withdraw(string slug, WithdrawalRequest request, Func<string, bool> isExpected, Actor actor, CancellationToken cancellationToken) =>
        Change<Withdrawal>([slug], [], (before, changes) =>
        {
            var draft = before.Drafts.GetValueOrDefault(slug);
            if (draft?.PublishedVersion is null || !isExpected(draft.ETag))
            {
                return (new(draft?.PublishedVersion is null ? WithdrawalOutcome.NotPublished : WithdrawalOutcome.Stale, draft, before.Revision), null, null);
            }

            var withdrawn = changes.Withdraw(draft, request);
            return (new(WithdrawalOutcome.Withdrawn, withdrawn, changes.Revision), PublisherSql.Withdraw, new { draft.Id, Slug = slug, request.Reason });
        }, actor, cancellationToken);

    /// <summary>Renames a draft, unless the new slug is the current or an old slug of another draft.</summary>
    public Task<RenameOutcome> Rename(string slug, string newSlug, Actor actor, CancellationToken cancellationToken) =>
        Change<RenameOutcome>([slug, newSlug], [], (before, changes) =>
        {
            if (!before.Drafts.TryGetValue(slug, out var draft))
            {
                return (RenameOutcome.Missing, null, null);
            }

            if (before.Drafts.ContainsKey(newSlug) || (before.OldNames.TryGetValue(newSlug, out var owner) && owner != slug))
            {
                return (slug == newSlug ? RenameOutcome.Renamed : RenameOutcome.Taken, null, null);
            }

            changes.Rename(draft, newSlug);
            return (RenameOutcome.Renamed, PublisherSql.Rename, new { draft.Id, Slug = slug, NewSlug = newSlug });
        }, actor, cancellationToken);

    /// <summary>Deletes a draft with all its versions, unless its story is published.</summary>
    public Task<DeleteOutcome> Delete(string slug, Actor actor, CancellationToken cancellationToken) =>
        Change<DeleteOutcome>([slug], [], (before, changes) =>
        {
            if (!before.Drafts.TryGetValue(slug, out var draft))
            {
                return (DeleteOutcome.Missing, null, null);
            }

            if (draft.PublishedVersion is not null)
            {
                return (DeleteOutcome.Published, null, null);
            }

            changes.Delete(draft);
            return (DeleteOutcome.Deleted, PublisherSql.Delete, new { draft.Id });
        }, actor, cancellationToken);

    /// <summary>
    /// Saves a founder if its current revision is <paramref name="expected"/> (0: the founder must not exist); otherwise returns null.
    /// </summary>
    public Task<FounderRow?> SaveFounder(string slug, Func<FounderRow?, FounderRow> change, long expected, Actor actor, CancellationToken cancellationToken) =>
        Change<FounderRow?>([], [slug], (before, changes) =>
        {
            var known = before.Founders.GetValueOrDefault(slug);
            if ((known?.Revision ?? 0) != expected)
            {
                return (null, null, null);
            }

            var saved = changes.SaveFounder(known, change(known));
            return (saved, PublisherSql.SaveFounder, new { saved.Id, saved.Slug, saved.Name, NameKey = SortKey.From(saved.Name), saved.Bio, saved.Image });
        }, actor, cancellationToken);

    /// <summary>Deletes a founder; returns false if the founder does not exist.</summary>
    /// <exception cref="PostgresException">Stories refer to the founder (SQLSTATE 23503).</exception>
    public Task<bool> DeleteFounder(string slug, Actor actor, CancellationToken cancellationToken) =>
        Change([], [slug], (before, changes) =>
        {
            if (!before.Founders.TryGetValue(slug, out var founder))
            {
                return (false, null, null);
            }

            changes.DeleteFounder(founder);
            return (true, PublisherSql.DeleteFounder, new { founder.Id });
        }, actor, cancellationToken);

    private async Task<Publication?> Publish(VersionDocument version, Func<PublicationPlanner, RenderedStory, Publication?> decide, Actor actor, CancellationToken cancellationToken)
    {
        var story = RenderedStory.Render(version.Document, cancellationToken);
        try
        {
            return await Change((connection, inner) => PublicationContext.Lock(connection, [story], inner), changes => decide(changes, story), actor, cancellationToken);
        }
        catch (PostgresException e) when (IsFaultOfContent(e))
        {
            return new(story.Slug, PublicationOutcome.Invalid, Reason: Sentence(e));
        }
    }

    private Task<T> Change<T>(string[] slugs, string[] founders, Func<PublicationContext, PublicationPlanner, (T Result, string? Sql, object? Parameters)> decide, Actor actor, CancellationToken cancellationToken) =>
        InTransaction(
            (connection, inner) => PublicationContext.Lock(connection, slugs, founders, inner),
            (before, changes) =>
            {
                var (result, sql, given) = decide(before, changes);
                return (result, sql, new DynamicParameters(given));
            },
            actor,
            cancellationToken);

    private Task<T> Change<T>(Func<NpgsqlConnection, CancellationToken, Task<PublicationContext>> take, Func<PublicationPlanner, T> decide, Actor actor, CancellationToken cancellationToken, bool dryRun = false) =>
        InTransaction(
            take,
            (_, changes) =>
            {
                var result = decide(changes);
                return (result, PublisherSql.Publish, changes.Rows.Publication());
            },
            actor,
            cancellationToken,
            dryRun);

    /// <summary>Runs a change in a transaction. A dry run executes the statements of the change, then rolls back.</summary>
    private async Task<T> InTransaction<T>(
        Func<NpgsqlConnection, CancellationToken, Task<PublicationContext>> take,
        Func<PublicationContext, PublicationPlanner, (T Result, string? Sql, DynamicParameters Parameters)> decide,
        Actor actor,
        CancellationToken cancellationToken,
        bool dryRun = false)
    {
        var (result, revision) = await Commit(take, decide, actor, dryRun, cancellationToken);
        await log.WaitForRevision(revision, cancellationToken); // read-your-writes: this node now serves the change
        return result;
    }

    private async Task<(T Result, long Revision)> Commit<T>(
        Func<NpgsqlConnection, CancellationToken, Task<PublicationContext>> take,
        Func<PublicationContext, PublicationPlanner, (T Result, string? Sql, DynamicParameters Parameters)> decide,
        Actor actor,
        bool dryRun,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var before = await take(connection, cancellationToken);
        var changes = new PublicationPlanner(before, cancellationToken);
        var (result, sql, parameters) = decide(before, changes);
        if (changes.Rows.IsEmpty)
        {
            return (result, before.Revision);
        }

        var discovery = new PublicationIndexer(connection, cancellationToken);
        await discovery.Forget(changes.Rows.Log);
        var words = dryRun ? null : await discovery.Begin(changes.Rows, before);
        parameters.AddDynamicParams(changes.Rows.LogOf(changes.Revision, before.Now, actor));
        await connection.ExecuteAsync(new CommandDefinition(sql + PublisherSql.Log, parameters, cancellationToken: cancellationToken));
        if (words is not null)
        {
            await discovery.Put(changes.Rows, words);
            var renamed = await discovery.PutFounders(before, changes.Rows.Log);
            await new StoryJsonWriter(connection, options.Value, cancellationToken).Put(changes.Rows, renamed);
            await transaction.CommitAsync(CancellationToken.None); // a client that disconnects must not cancel the commit
        }

        return (result, dryRun ? before.Revision : changes.Revision);
    }

    /// <summary>Returns a problem text for a violation that the database reports.</summary>
    private static string Sentence(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => "A name or an id in it belongs to something else already.",
        PostgresErrorCodes.ForeignKeyViolation => "It refers to something that does not exist.",
        PostgresErrorCodes.CheckViolation or PostgresErrorCodes.StringDataRightTruncation => "A member is longer, or a number larger, than the library allows.",
        _ => $"The library cannot store it (SQLSTATE {e.SqlState}).",
    };

    /// <summary>
    /// Returns whether the content caused the error, so that a retry would fail again: data exceptions (class 22) and constraint violations
    /// (class 23).
    /// </summary>
    private static bool IsFaultOfContent(PostgresException e) => e.SqlState is ['2', '2' or '3', ..];
}
