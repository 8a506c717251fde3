using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>A saved version: its document, and the publication data of its draft.</summary>
internal sealed record VersionDocument
{
    public required Guid DraftId { get; init; }

    public required string Slug { get; init; }

    public required int Version { get; init; }

    public required string Json { get; init; }

    public required DateTime? FirstPublishedAt { get; init; }

    public required DateTime? ScheduledAt { get; init; }

    public StoryDocument Document => StoryDocument.FromStoredJson(Json, Slug);
}
