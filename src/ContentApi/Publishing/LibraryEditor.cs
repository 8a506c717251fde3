using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Indexing.SearchIndex;
using ContentApi.Library;
using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>Changes published content other than by publishing documents: withdraws, renames, deletes, and edits founders.</summary>
internal sealed class LibraryEditor(PublishingTransactions transactions, IndexMaintenance maintenance, ChangeLogReader changeLog, IOptions<LibraryOptions> options)
{
    /// <summary>
    /// Withdraws a story and deletes its schedule, if the story is published and <paramref name="isExpected"/> accepts the draft's entity
    /// tag.
    /// </summary>
    public Task<WithdrawalResult> Withdraw(string slug, WithdrawalRequest request, Func<string, bool> isExpected, Actor actor, CancellationToken cancellationToken) =>
        Edit([slug], [], async edit =>
        {
            var (context, recorder) = (edit.Context, edit.Recorder);
            var draft = context.Drafts.GetValueOrDefault(slug);
            if (draft?.PublishedVersion is null || !isExpected(draft.ETag))
            {
                return new WithdrawalResult(draft?.PublishedVersion is null ? WithdrawalOutcome.NotPublished : WithdrawalOutcome.PreconditionFailed, draft, context.Revision);
            }

            recorder.AuditScheduleCancellation(actor, draft);
            recorder.TakeRevision();
            var tags = recorder.BuildStoryTags(draft, context.Stories[slug]);
            tags.UnionWith([CacheTag.Founders, CacheTag.Topics]);
            recorder.Add(LibraryChangeKind.Story, draft.Id, slug, LibraryChangeOperation.Withdrawn, tags, request.Reason);
            string?[] reasons = [request.Reason is { } reason ? $"Reason: {reason}" : null, request.InternalReason is { } internalReason ? $"Internal reason: {internalReason}" : null];
            recorder.Audit(actor, AuditAction.StoryWithdrawn, slug, draft.PublishedVersion, reasons.Any(text => text is not null) ? string.Join('\n', reasons.OfType<string>()) : null);

            // Before the rows of the story are deleted. Its search documents are deleted by cascade.
            await new SearchIndexWriter(edit.Connection, cancellationToken).RemoveSuggestions(draft.Id);
            await new RecommendationIndexWriter(edit.Connection, cancellationToken).Remove(draft.Id);
            await edit.Execute(PublisherSql.Withdraw, new { draft.Id, Slug = slug, request.Reason, context.Now });
            return new(WithdrawalOutcome.Withdrawn, draft with { PublishedVersion = null, ScheduledVersion = null, ScheduledAt = null, ScheduledReason = null, IsWithdrawn = true }, recorder.Revision);
        }, cancellationToken);

    /// <summary>Renames a draft, unless the new slug is the current or a former slug of another draft.</summary>
    public Task<RenameOutcome> Rename(string slug, string newSlug, Actor actor, CancellationToken cancellationToken) =>
        Edit([slug, newSlug], [], async edit =>
        {
            var (context, recorder) = (edit.Context, edit.Recorder);
            if (!context.Drafts.TryGetValue(slug, out var draft))
            {
                return RenameOutcome.NotFound;
            }

            if (context.Drafts.ContainsKey(newSlug) || (context.CurrentSlugs.TryGetValue(newSlug, out var currentSlug) && currentSlug != slug))
            {
                return slug == newSlug ? RenameOutcome.Renamed : RenameOutcome.SlugTaken;
            }

            var story = context.Stories.GetValueOrDefault(slug);
            if (story is not null)
            {
                recorder.TakeRevision();
                var tags = recorder.BuildStoryTags(draft, story);
                tags.Add(CacheTag.Story(newSlug));
                tags.UnionWith(context.RecommendedBy[newSlug].Select(CacheTag.Story));
                recorder.Add(LibraryChangeKind.Story, story.Id, newSlug, LibraryChangeOperation.Renamed, tags, previousSlug: slug);
            }

            recorder.Audit(actor, AuditAction.DraftRenamed, slug, draft.Version, newSlug);
            await edit.Execute(PublisherSql.Rename, new { draft.Id, Slug = slug, NewSlug = newSlug, context.Now, recorder.Revision });
            if (story is not null)
            {
                await new StoryJsonWriter(edit.Connection, options.Value, cancellationToken).Write([story.Id]);
            }

            return RenameOutcome.Renamed;
        }, cancellationToken);

    /// <summary>Deletes a draft with all its versions, unless its story is published.</summary>
    public Task<DeleteOutcome> Delete(string slug, Actor actor, CancellationToken cancellationToken) =>
        Edit([slug], [], async edit =>
        {
            if (!edit.Context.Drafts.TryGetValue(slug, out var draft))
            {
                return DeleteOutcome.NotFound;
            }

            if (draft.PublishedVersion is not null)
            {
                return DeleteOutcome.RefusedBecausePublished;
            }

            if (draft.IsWithdrawn)
            {
                edit.Recorder.TakeRevision();
                edit.Recorder.Add(LibraryChangeKind.Story, draft.Id, slug, LibraryChangeOperation.Deleted, new HashSet<string> { CacheTag.Story(slug) });
            }

            edit.Recorder.AuditScheduleCancellation(actor, draft);
            edit.Recorder.Audit(actor, AuditAction.DraftDeleted, slug, draft.Version);
            await edit.Execute(PublisherSql.Delete, new { draft.Id });
            return DeleteOutcome.Deleted;
        }, cancellationToken);

    /// <summary>
    /// Saves a founder if its current revision is <paramref name="expectedRevision"/> (0: the founder must not exist); otherwise returns
    /// null.
    /// </summary>
    public Task<FounderRow?> SaveFounder(string slug, Func<FounderRow?, FounderRow> update, long expectedRevision, Actor actor, CancellationToken cancellationToken) =>
        Edit<FounderRow?>([], [slug], async edit =>
        {
            var existing = edit.Context.Founders.GetValueOrDefault(slug);
            if ((existing?.Revision ?? 0) != expectedRevision)
            {
                return null;
            }

            var founder = update(existing);
            if (founder == existing)
            {
                return founder;
            }

            edit.Recorder.TakeRevision();
            founder = founder with { Revision = edit.Recorder.Revision };
            edit.Recorder.AddFounder(founder, isNew: existing is null);
            edit.Recorder.Audit(actor, AuditAction.FounderSaved, slug);
            await using var batch = edit.Connection.CreateBatch();
            FounderRow.Columns.Insert(batch, [founder]);
            await batch.ExecuteNonQueryAsync(cancellationToken);
            if (existing is not null)
            {
                await new FounderIndexer(edit.Connection, options.Value, cancellationToken).Update([(founder, existing)], []);
            }

            return founder;
        }, cancellationToken);

    /// <summary>Deletes a founder; returns false if the founder does not exist.</summary>
    /// <exception cref="PostgresException">Stories refer to the founder (SQLSTATE 23503).</exception>
    public Task<bool> DeleteFounder(string slug, Actor actor, CancellationToken cancellationToken) =>
        Edit([], [slug], async edit =>
        {
            if (!edit.Context.Founders.TryGetValue(slug, out var founder))
            {
                return false;
            }

            edit.Recorder.TakeRevision();
            edit.Recorder.Add(LibraryChangeKind.Founder, founder.Id, slug, LibraryChangeOperation.Deleted, new HashSet<string> { CacheTag.Founder(slug), CacheTag.Founders, CacheTag.Stories });
            edit.Recorder.Audit(actor, AuditAction.FounderDeleted, slug);
            await edit.Execute(PublisherSql.DeleteFounder, new { founder.Id });
            return true;
        }, cancellationToken);

    /// <summary>Runs an edit in a publishing transaction. Appends what it records to the logs, and commits if there is anything.</summary>
    private async Task<T> Edit<T>(string[] slugs, string[] founderSlugs, Func<LibraryEdit, Task<T>> edit, CancellationToken cancellationToken)
    {
        var change = await transactions.Run(
            async (connection, token) =>
            {
                var context = await PublicationContext.LockAndRead(connection, slugs, founderSlugs, token);
                var recorder = new ChangeRecorder(context);
                var result = await edit(new(context, recorder, connection, token));
                await using var batch = connection.CreateBatch();
                ChangeLogWriter.Append(batch, recorder.Changes);
                AuditRow.Columns.Insert(batch, recorder.AuditEntries);
                if (batch.BatchCommands.Count > 0)
                {
                    await batch.ExecuteNonQueryAsync(token);
                }

                return new PublishingTransactions.Change<T>(result, recorder.Revision, ShouldCommit: batch.BatchCommands.Count > 0);
            },
            cancellationToken);
        maintenance.ReportChange(change.ShouldCommit ? 1 : 0);
        await changeLog.WaitForRevision(change.Revision, cancellationToken); // read-your-writes
        return change.Result;
    }

    private sealed record LibraryEdit(PublicationContext Context, ChangeRecorder Recorder, NpgsqlConnection Connection, CancellationToken CancellationToken)
    {
        public Task<int> Execute(string sql, object parameters) => Connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: CancellationToken));
    }
}
