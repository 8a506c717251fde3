using ContentApi.Core.Model;

namespace ContentApi.Publishing;

internal sealed record VersionRow(Guid DraftId, int Version, StoryDocument Document, byte[] ContentHash);
