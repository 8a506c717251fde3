using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>The row of a draft's version to insert.</summary>
internal sealed record VersionRow(Guid DraftId, int Version, StoryDocument Document, byte[] ContentHash);
