using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Indexing.SearchIndex;
using ContentApi.Library;
using Dapper;
using Microsoft.Extensions.Options;

namespace ContentApi.Publishing;

/// <summary>Saves, renames, merges and deletes founders or topics. Their stories follow in the same transaction.</summary>
/// <remarks>
/// An expected revision is that of the resource that the caller has read. If the resource has another revision, nothing changes; null skips
/// the check.
/// </remarks>
internal sealed class NamedResourceEditor<TRow>(NamedResourceKind<TRow> kind, LibraryEdits edits, IOptions<LibraryOptions> options)
    where TRow : class, INamedResource
{
    /// <summary>Saves a resource if its current revision is <paramref name="expectedRevision"/> (0: it must not exist); otherwise returns null.</summary>
    /// <param name="slug">The slug of the resource.</param>
    /// <param name="update">Returns the row to save for a revision; its argument is the existing row or null.</param>
    /// <param name="expectedRevision">The expected revision.</param>
    /// <param name="actor">Who saves the resource.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public Task<TRow?> Save(string slug, Func<TRow?, long, TRow> update, long expectedRevision, Actor actor, CancellationToken cancellationToken) =>
        edits.Run<TRow?>([], kind.CreateKeys([slug]), async edit =>
        {
            var existing = kind.SelectRows(edit.Context).FindBySlug(slug);
            if ((existing?.Revision ?? 0) != expectedRevision || (existing is not null && existing.Slug != slug))
            {
                return null;
            }

            if (existing is not null && update(existing, existing.Revision).Equals(existing))
            {
                return existing;
            }

            edit.Recorder.TakeRevision();
            var saved = update(existing, edit.Recorder.Revision);
            edit.Recorder.Audit(actor, kind.Saved, slug);
            await using var batch = edit.Connection.CreateBatch();
            kind.Columns.Insert(batch, [saved]);
            await batch.ExecuteNonQueryAsync(edit.CancellationToken);
            var tags = kind.CreateTags(saved);
            if (existing is not null)
            {
                await UpdateStories(edit, existing, saved, tags);
            }

            edit.Recorder.Add(kind, saved, existing is null ? LibraryChangeOperation.Published : LibraryChangeOperation.Updated, tags);
            return saved;
        }, cancellationToken);

    /// <summary>Renames a resource. The former slug redirects, and the resource keeps its stories.</summary>
    public Task<NamedResourceOutcome> Rename(string slug, string newSlug, long? expectedRevision, Actor actor, CancellationToken cancellationToken) =>
        edits.Run([], kind.CreateKeys([slug, newSlug]), async edit =>
        {
            var rows = kind.SelectRows(edit.Context);
            if (rows.FindByCurrentSlug(slug) is not { } row)
            {
                return NamedResourceOutcome.NotFound;
            }

            if (row.Revision != (expectedRevision ?? row.Revision))
            {
                return NamedResourceOutcome.ChangedMeanwhile;
            }

            if (rows.FindBySlug(newSlug) is { } other && other.Id != row.Id)
            {
                return NamedResourceOutcome.SlugTaken;
            }

            if (slug == newSlug)
            {
                return NamedResourceOutcome.Done;
            }

            edit.Recorder.TakeRevision();
            edit.Recorder.Audit(actor, kind.Renamed, slug, detail: newSlug);
            await edit.Execute(NamedResourceSql.Rename(kind.Kind), new { row.Id, Slug = slug, NewSlug = newSlug, edit.Recorder.Revision });
            var tags = kind.CreateTags(row);
            tags.Add(kind.CreateTag(newSlug));
            await ForEachChunk(edit, row, async (ids, stories) =>
            {
                await new StoryJsonWriter(edit.Connection, options.Value, edit.CancellationToken).Write(ids);
                AddTagsOfStories(tags, stories);
            });
            edit.Recorder.Add(kind, row, LibraryChangeOperation.Renamed, tags, slug: newSlug, previousSlug: slug);
            return NamedResourceOutcome.Done;
        }, cancellationToken);

    /// <summary>
    /// Merges a resource into another one, which may be given by a former slug, and returns the slug of that one. The current and former slugs
    /// and names of the source lead to the target. Each story that moves is a change with a revision of its own, so that parts of the change
    /// log stay small.
    /// </summary>
    public Task<(NamedResourceOutcome Outcome, string? TargetSlug)> Merge(string slug, string into, long? expectedRevision, Actor actor, CancellationToken cancellationToken) =>
        edits.Run<(NamedResourceOutcome, string?)>([], kind.CreateKeys([slug, into]), async edit =>
        {
            var rows = kind.SelectRows(edit.Context);
            if (rows.FindByCurrentSlug(slug) is not { } source)
            {
                return (NamedResourceOutcome.NotFound, null);
            }

            if (source.Revision != (expectedRevision ?? source.Revision))
            {
                return (NamedResourceOutcome.ChangedMeanwhile, null);
            }

            if (rows.FindBySlug(into) is not { } target || target.Id == source.Id)
            {
                return (rows.FindBySlug(into) is null ? NamedResourceOutcome.TargetNotFound : NamedResourceOutcome.TargetIsSource, null);
            }

            edit.Recorder.TakeRevision();
            edit.Recorder.Audit(actor, kind.Merged, slug, detail: target.Slug);
            edit.Recorder.Add(kind, source, LibraryChangeOperation.Merged, [.. kind.CreateTags(source), .. kind.CreateTags(target)], mergedInto: target.Slug);
            await ForEachChunk(edit, source, async (ids, stories) =>
            {
                var revisions = ids.Select((_, index) => edit.Recorder.Revision + 1 + index).ToArray();
                await edit.Execute(kind.MoveStories, new { source.Id, TargetId = target.Id, StoryIds = ids, Revisions = revisions, edit.Context.Now });
                await new SearchIndexWriter(edit.Connection, edit.CancellationToken).Index(ids);
                await new StoryJsonWriter(edit.Connection, options.Value, edit.CancellationToken).Write(ids);
                foreach (var story in stories)
                {
                    edit.Recorder.TakeRevision();
                    edit.Recorder.Add(LibraryChangeKind.Story, story.Id, story.Slug, LibraryChangeOperation.Updated, story.CreateTags());
                }
            });
            await AddFormerName(edit, source.Name, target);
            await edit.Execute(NamedResourceSql.Merge(kind.Kind), new { source.Id, Slug = slug, TargetId = target.Id });
            return (NamedResourceOutcome.Done, target.Slug);
        }, cancellationToken);

    /// <summary>Deletes a resource to which no published content refers.</summary>
    public Task<NamedResourceOutcome> Delete(string slug, long? expectedRevision, Actor actor, CancellationToken cancellationToken) =>
        edits.Run([], kind.CreateKeys([slug]), async edit =>
        {
            if (kind.SelectRows(edit.Context).FindByCurrentSlug(slug) is not { } row)
            {
                return NamedResourceOutcome.NotFound;
            }

            if (row.Revision != (expectedRevision ?? row.Revision))
            {
                return NamedResourceOutcome.ChangedMeanwhile;
            }

            string[] slugs = [row.Slug, .. row.FormerSlugs];
            if (await edit.Connection.ExecuteScalarAsync<bool>(new CommandDefinition(kind.IsReferenced, new { row.Id, Slugs = slugs }, cancellationToken: edit.CancellationToken)))
            {
                return NamedResourceOutcome.Referenced;
            }

            edit.Recorder.TakeRevision();
            edit.Recorder.Add(kind, row, LibraryChangeOperation.Deleted);
            edit.Recorder.Audit(actor, kind.Deleted, slug);
            await edit.Execute(NamedResourceSql.Delete(kind.Kind), new { row.Id });
            return NamedResourceOutcome.Done;
        }, cancellationToken);

    /// <summary>
    /// Updates the stories of a saved resource. A new name changes the search documents and the JSON of all of them. Otherwise, one story is
    /// indexed again, to index the resource with it.
    /// </summary>
    private async Task UpdateStories(LibraryEdit edit, TRow existing, TRow saved, HashSet<string> tags)
    {
        await edit.Execute(NamedResourceSql.RemoveFromSearchIndex, new { saved.Id });
        var isRenamed = saved.Name != existing.Name;
        if (isRenamed)
        {
            await AddFormerName(edit, existing.Name, saved);
        }

        await ForEachChunk(
            edit,
            saved,
            async (ids, stories) =>
            {
                await new SearchIndexWriter(edit.Connection, edit.CancellationToken).Index(ids);
                if (isRenamed)
                {
                    await new StoryJsonWriter(edit.Connection, options.Value, edit.CancellationToken).Write(ids);
                    AddTagsOfStories(tags, stories);
                }
            },
            limit: isRenamed ? null : 1);
    }

    private void AddTagsOfStories(HashSet<string> tags, IEnumerable<AffectedStory> stories)
    {
        if (!kind.HaveStoriesItsTag)
        {
            tags.UnionWith(stories.SelectMany(story => story.CreateTags()));
        }
    }

    private async Task AddFormerName(LibraryEdit edit, string name, TRow target)
    {
        if (NameFolding.Fold(name) != NameFolding.Fold(target.Name))
        {
            await edit.Execute(NamedResourceSql.AddFormerName, new { Kind = kind.Kind.GetName(), NameKey = SortKey.From(name), Name = name, TargetId = target.Id });
        }
    }

    /// <summary>Processes the stories of a resource in chunks, so that no statement exceeds its timeout.</summary>
    private async Task ForEachChunk(LibraryEdit edit, TRow row, Func<Guid[], List<AffectedStory>, Task> process, int? limit = null)
    {
        var storyIds = await edit.Connection.QueryAsync<Guid>(new CommandDefinition(kind.SelectStories, new { row.Id, Limit = limit }, cancellationToken: edit.CancellationToken));
        foreach (var chunk in storyIds.Chunk(Publisher.BatchSize))
        {
            var stories = await AffectedStory.Read(edit.Connection, chunk, edit.CancellationToken);
            await process([.. stories.Select(story => story.Id)], stories);
        }
    }
}
