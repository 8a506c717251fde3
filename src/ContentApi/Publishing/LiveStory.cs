using System.Text.Json;
using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>A published story, with the sections whose ids and block ids a new version preserves.</summary>
internal sealed record LiveStory
{
    public required Guid Id { get; init; }

    public required string Slug { get; init; }

    public required DateTime PublishedAt { get; init; }

    public required string? FounderSlug { get; init; }

    public required string[] TopicSlugs { get; init; }

    public required string SectionsJson { get; init; }

    public IReadOnlyList<Section> Sections => JsonSerializer.Deserialize(SectionsJson, StoryBodyJsonContext.Relaxed.IReadOnlyListSection)!;
}
