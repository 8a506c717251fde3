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
/// The only place that writes the library: the import verb, the sample library, the API and the scheduler all publish through it. Each
/// change is one revision, and its transaction always goes the same way: lock the revision, read what is there, write everything,
/// append to the log, notify.
/// </summary>
internal sealed class Publisher(Database database, ChangeLogReader log, IOptions<LibraryOptions> options)
{
    /// <summary>How many documents share a transaction at most.</summary>
    public const int BatchSize = 100;

    /// <summary>
    /// Saves and publishes the documents, in their order. If the transaction fails, they are tried again one by one, so that only the
    /// one at fault is left out.
    /// </summary>
    /// <exception cref="NpgsqlException">The database is away; nothing of the unanswered part is published.</exception>
    public async Task<IReadOnlyList<Publication>> Import(IReadOnlyList<RenderedStory> stories, Actor actor, CancellationToken cancellationToken, bool dryRun = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stories.Count, BatchSize, nameof(stories));
        var hashes = stories.Select(story => story.Document.ContentHash()).ToArray();
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

    /// <summary>Publishes a saved version of a draft now; null when there is no such draft any more.</summary>
    public Task<Publication?> Publish(VersionDocument version, Actor actor, CancellationToken cancellationToken) =>
        Publish(version, (changes, story) => changes.Publish(version.DraftId, story, version.Version), actor, cancellationToken);

    /// <summary>Publishes a scheduled version if it is due by the database's clock and nobody else has; null when not.</summary>
    public Task<Publication?> PublishDue(VersionDocument version, CancellationToken cancellationToken) =>
        Publish(version, (changes, story) => changes.PublishDue(version.DraftId, story, version.Version), Actor.Scheduler, cancellationToken);

    /// <summary>Takes a story out of the library and deletes its schedule, if it is published and <paramref name="isExpected"/> accepts the draft's entity tag.</summary>
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

    /// <summary>Gives a draft another name, unless another draft has it, or had it.</summary>
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

    /// <summary>Forgets a draft with all its versions; not one that is in the library.</summary>
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

    /// <summary>Saves a founder as given. <paramref name="expected"/>: the revision that it must have now (0: it must not be there); null otherwise.</summary>
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

    /// <summary>Deletes a founder; false when there is none.</summary>
    /// <exception cref="PostgresException">23503: stories refer to the founder.</exception>
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

    /// <summary>The way of every change. A dry run goes all of it, and then takes it back.</summary>
    private async Task<T> InTransaction<T>(
        Func<NpgsqlConnection, CancellationToken, Task<PublicationContext>> take,
        Func<PublicationContext, PublicationPlanner, (T Result, string? Sql, DynamicParameters Parameters)> decide,
        Actor actor,
        CancellationToken cancellationToken,
        bool dryRun = false)
    {
        var (result, revision) = await Commit(take, decide, actor, dryRun, cancellationToken);
        await log.WaitForRevision(revision, cancellationToken); // what was published is what this node serves from now on
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
            await transaction.CommitAsync(CancellationToken.None); // whoever asked may have gone; the answer to "is it published?" must not depend on it
        }

        return (result, dryRun ? before.Revision : changes.Revision);
    }

    /// <summary>What the database has against the content, in our words.</summary>
    private static string Sentence(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.UniqueViolation => "A name or an id in it belongs to something else already.",
        PostgresErrorCodes.ForeignKeyViolation => "It refers to something that is not there.",
        PostgresErrorCodes.CheckViolation or PostgresErrorCodes.StringDataRightTruncation => "A member is longer, or a number larger, than the library allows.",
        _ => $"The library cannot store it (SQLSTATE {e.SqlState}).",
    };

    /// <summary>Data exceptions (class 22) and broken constraints (class 23): what another try with the same content would not mend.</summary>
    private static bool IsFaultOfContent(PostgresException e) => e.SqlState is ['2', '2' or '3', ..];
}
