using ContentApi.Core.Formats;

namespace ContentApi.Publishing;

internal sealed record StoryRow(Guid Id, RenderedStory Rendered, Guid? FounderId, DateTime PublishedAt, IReadOnlyList<Guid> TopicIds, long Revision, bool IsNew);
