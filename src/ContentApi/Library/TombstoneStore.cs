using ContentApi.Data;

namespace ContentApi.Library;

/// <summary>Reads the redirects and withdrawals of slugs that no story has any more.</summary>
internal sealed class TombstoneStore(SnapshotReader reader)
{
    /// <summary>Returns the new slug, or the withdrawal, of the story that had this slug; null if there was no such story.</summary>
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
