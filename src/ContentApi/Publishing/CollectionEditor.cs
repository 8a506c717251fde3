using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Data;
using Dapper;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>Saves and deletes collections. A collection has no draft: a change is live at once, as one revision.</summary>
internal sealed class CollectionEditor(Database database, LibraryEdits edits)
{
    /// <summary>Returns the collection with all its members; for a former slug, the current one; otherwise neither.</summary>
    public async Task<(StoredCollection? Collection, string? NewSlug)> Find(string slug, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return await StoredCollection.Find(connection, slug, cancellationToken);
    }

    /// <summary>Returns the faults of a list of stories: unknown slugs, and stories that the list repeats.</summary>
    public async Task<IReadOnlyList<CollectionFault>> FindFaults(IReadOnlyList<string> slugs, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return (await FindMembers(connection, slugs, cancellationToken)).Faults;
    }

    /// <summary>
    /// Saves a collection if its current revision is <paramref name="expectedRevision"/> (0: the collection must not exist). Changes nothing
    /// if the content is the current one.
    /// </summary>
    public Task<CollectionSaveResult> Save(string slug, CollectionDocument document, long expectedRevision, Actor actor, CancellationToken cancellationToken) =>
        edits.Run([], new(), async edit =>
        {
            var (connection, recorder, token) = (edit.Connection, edit.Recorder, edit.CancellationToken);
            var (existing, newSlug) = await StoredCollection.Find(connection, slug, token);
            if ((existing?.Row.Revision ?? 0) != expectedRevision || newSlug is not null)
            {
                return new CollectionSaveResult(null, []);
            }

            var (members, faults) = await FindMembers(connection, document.Stories, token);
            if (faults.Count > 0 || existing?.HasContent(document, members) == true)
            {
                return new(faults.Count > 0 ? null : existing, faults);
            }

            recorder.TakeRevision();
            var row = new CollectionRow(
                existing?.Row.Id ?? Guid.CreateVersion7(), slug, document.Title, document.Dek, StoredCollection.SerializeImage(document.Image), GetUpdateTime(edit.Context.Now, existing), recorder.Revision);
            var saved = new StoredCollection(row, Arrange(members, existing, recorder.Revision));
            Record(recorder, row, existing is null ? LibraryChangeOperation.Published : LibraryChangeOperation.Updated);
            recorder.Audit(actor, AuditAction.CollectionSaved, slug);

            await using var batch = connection.CreateBatch();
            CollectionRow.Columns.Insert(batch, [row]);
            batch.Add("delete from collection_story where collection_id = $1", row.Id);
            CollectionMember.Columns.Insert(batch, saved.Members.Select(member => (row.Id, member)).ToList());
            await batch.ExecuteNonQueryAsync(token);
            return new(saved, []);
        }, cancellationToken);

    /// <summary>
    /// Renames a collection if its current revision is <paramref name="expectedRevision"/>. The former slug redirects.
    /// </summary>
    public Task<NamedResourceOutcome> Rename(string slug, string newSlug, long expectedRevision, Actor actor, CancellationToken cancellationToken) =>
        edits.Run([], new(), async edit =>
        {
            var (existing, _) = await StoredCollection.Find(edit.Connection, slug, edit.CancellationToken);
            if (existing?.Row.Revision != expectedRevision)
            {
                return existing is null ? NamedResourceOutcome.NotFound : NamedResourceOutcome.ChangedMeanwhile;
            }

            var (other, currentSlug) = await StoredCollection.Find(edit.Connection, newSlug, edit.CancellationToken);
            if (slug == newSlug || other is not null || (currentSlug is not null && currentSlug != slug))
            {
                return slug == newSlug ? NamedResourceOutcome.Done : NamedResourceOutcome.SlugTaken;
            }

            var recorder = edit.Recorder;
            recorder.TakeRevision();
            recorder.Add(
                LibraryChangeKind.Collection, existing.Row.Id, newSlug, LibraryChangeOperation.Renamed,
                new HashSet<string> { CacheTag.Collection(slug), CacheTag.Collection(newSlug), CacheTag.Collections }, previousSlug: slug);
            recorder.Audit(actor, AuditAction.CollectionRenamed, slug, detail: newSlug);
            await edit.Execute(
                $"{NamedResourceSql.Rename(LibraryChangeKind.Collection)} update collection set updated_at = @UpdatedAt where id = @Id;",
                new { existing.Row.Id, Slug = slug, NewSlug = newSlug, recorder.Revision, UpdatedAt = GetUpdateTime(edit.Context.Now, existing) });
            return NamedResourceOutcome.Done;
        }, cancellationToken);

    /// <summary>Deletes a collection if its current revision is <paramref name="expectedRevision"/>; otherwise returns false.</summary>
    public Task<bool> Delete(string slug, long expectedRevision, Actor actor, CancellationToken cancellationToken) =>
        edits.Run([], new(), async edit =>
        {
            var recorder = edit.Recorder;
            var (existing, _) = await StoredCollection.Find(edit.Connection, slug, edit.CancellationToken);
            if (existing?.Row.Revision != expectedRevision)
            {
                return false;
            }

            recorder.TakeRevision();
            Record(recorder, existing.Row, LibraryChangeOperation.Deleted);
            recorder.Audit(actor, AuditAction.CollectionDeleted, slug);
            await edit.Execute("delete from redirect where kind = @Kind and target_id = @Id; delete from collection where id = @Id", new { Kind = LibraryChangeKind.Collection.GetName(), existing.Row.Id });
            return true;
        }, cancellationToken);

    /// <summary>
    /// Returns the stories with these slugs, and the faults of the list. A current slug has precedence over a former one.
    /// </summary>
    private static async Task<(List<CollectionMember> Members, List<CollectionFault> Faults)> FindMembers(NpgsqlConnection connection, IReadOnlyList<string> slugs, CancellationToken cancellationToken)
    {
        var found = (await connection.QueryAsync<(Guid? Id, string? Slug, bool IsPublished)>(new CommandDefinition(
            """
            select d.id, d.slug, exists (select from story where id = d.id)
            from unnest(@Slugs::text[]) with ordinality as input (slug, number)
            left join draft d on d.id = coalesce((select id from draft where slug = input.slug), (select draft_id from draft_alias where slug = input.slug))
            order by input.number
            """,
            new { Slugs = slugs },
            cancellationToken: cancellationToken))).AsList();
        List<CollectionMember> members = [];
        List<CollectionFault> faults = [];
        Dictionary<Guid, int> firstIndexes = [];
        foreach (var (index, story) in found.Index())
        {
            if (story.Id is not { } id)
            {
                faults.Add(new($"stories[{index}]", $"must be the slug of a story or draft. There is none with the slug '{slugs[index]}'."));
            }
            else if (!firstIndexes.TryAdd(id, index))
            {
                faults.Add(new($"stories[{index}]", $"must not repeat a story. stories[{firstIndexes[id]}] is the same story."));
            }
            else
            {
                members.Add(new(id, story.Slug!, story.IsPublished, Position: 0, Revision: 0));
            }
        }

        return (members, faults);
    }

    /// <summary>Gives the members their sort keys, and the new revision to those that were added or moved.</summary>
    private static List<CollectionMember> Arrange(List<CollectionMember> members, StoredCollection? existing, long revision)
    {
        var current = existing?.Members.ToDictionary(member => member.StoryId) ?? [];
        var positions = CollectionOrder.Assign(members.ConvertAll(member => current.GetValueOrDefault(member.StoryId)?.Position));
        return members.Zip(positions, (member, position) => member with
        {
            Position = position,
            Revision = current.GetValueOrDefault(member.StoryId) is { } unmoved && unmoved.Position == position ? unmoved.Revision : revision,
        }).ToList();
    }

    /// <summary>Returns the current time or, if the clock was set back, a time just after the last change: the entity tag must change.</summary>
    private static DateTime GetUpdateTime(DateTime now, StoredCollection? existing) =>
        existing is null || now > existing.Row.UpdatedAt ? now : existing.Row.UpdatedAt.AddMicroseconds(1);

    private static void Record(ChangeRecorder recorder, CollectionRow row, LibraryChangeOperation operation) =>
        recorder.Add(LibraryChangeKind.Collection, row.Id, row.Slug, operation, new HashSet<string> { CacheTag.Collection(row.Slug), CacheTag.Collections });
}
