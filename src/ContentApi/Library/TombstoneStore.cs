using ContentApi.Data;

namespace ContentApi.Library;

/// <summary>Reads the tombstones of slugs that a renamed or withdrawn story had.</summary>
internal sealed class TombstoneStore(SnapshotReader reader)
{
    /// <summary>Returns the tombstone of a slug, or null if no withdrawn or renamed story had it.</summary>
    public Task<StoryTombstone?> Find(string slug, CancellationToken cancellationToken) =>
        reader.Read(
            """
            select s.slug as NewSlug, null::text as Reason from slug_alias a join story s on s.id = a.story_id where a.slug = @Slug
            union all
            select null, coalesce(w.reason, '') from withdrawn_story w where w.slug = @Slug;
            """,
            new { Slug = slug },
            results => results.ReadFirstOrDefaultAsync<StoryTombstone?>(),
            cancellationToken);
}
