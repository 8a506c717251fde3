using ContentApi.Data;

namespace ContentApi.Publishing;

/// <summary>A story of a collection: a row of the `collection_story` table, with the current slug of the story.</summary>
/// <param name="StoryId">The id of the story, which is also that of its draft.</param>
/// <param name="Slug">The current slug of the draft.</param>
/// <param name="IsPublished">Whether readers see the story.</param>
/// <param name="Position">The sort key in the collection.</param>
/// <param name="Revision">The revision that added or moved the story.</param>
internal sealed record CollectionMember(Guid StoryId, string Slug, bool IsPublished, long Position, long Revision)
{
    public static readonly RowMapping<(Guid CollectionId, CollectionMember Member)> Columns = new RowMapping<(Guid CollectionId, CollectionMember Member)>("collection_story")
        .Column("collection_id", "uuid", row => row.CollectionId)
        .Column("story_id", "uuid", row => row.Member.StoryId)
        .Column("position", "bigint", row => row.Member.Position)
        .Column("revision", "bigint", row => row.Member.Revision);
}
