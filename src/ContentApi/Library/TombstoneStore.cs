using ContentApi.Data;

namespace ContentApi.Library;

/// <summary>Reads what became of slugs that no story has any more.</summary>
internal sealed class TombstoneStore(SnapshotReader library)
{
    /// <summary>Returns the new slug or the withdrawal of a story that had this slug; null where there was none.</summary>
    public Task<StoryTombstone?> FindTombstone(string slug, CancellationToken cancellationToken) =>
        library.Read(
            """
            select s.slug as NewName, null::text as Reason from slug_alias a join story s on s.id = a.story_id where a.slug = @Slug
            union all
            select null, coalesce(w.reason, '') from withdrawn_story w where w.slug = @Slug;
            """,
            new { Slug = slug },
            results => results.ReadFirstOrDefaultAsync<StoryTombstone?>(),
            cancellationToken);
}
