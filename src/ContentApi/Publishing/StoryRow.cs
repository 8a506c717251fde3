using ContentApi.Core.Formats;

namespace ContentApi.Publishing;

/// <summary>The row of a story to insert or update.</summary>
internal sealed record StoryRow(Guid Id, RenderedStory Rendered, Guid? FounderId, DateTime PublishedAt, IReadOnlyList<Guid> TopicIds, long Revision, bool IsNew);
