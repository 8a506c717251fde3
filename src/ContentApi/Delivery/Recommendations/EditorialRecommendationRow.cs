using System.Text.Json;
using ContentApi.Core.Model;
using ContentApi.Library;

namespace ContentApi.Delivery.Recommendations;

/// <summary>An editorial recommendation as read from the database.</summary>
internal sealed record EditorialRecommendationRow : Card
{
    /// <summary>Gets whether the story is published. If not, the columns of the card are null.</summary>
    public required bool IsPublished { get; init; }

    public required string Target { get; init; }

    public required string? AnnouncedCardJson { get; init; }

    public required Guid? AnnouncedFounderId { get; init; }

    public required string? AnnouncedFounderSlug { get; init; }

    public required string? AnnouncedFounderName { get; init; }

    public required Guid? DuplicateOf { get; init; }

    public Recommendation ToRecommendation() => IsPublished
        ? Recommendation.From(this, RecommendationSource.Editorial, [], duplicateGroupId: DuplicateOf)
        : JsonSerializer.Deserialize(AnnouncedCardJson!, AnnouncedCardJsonContext.Relaxed.AnnouncedCard)!.ToRecommendation(
            Target, AnnouncedFounderId is { } founderId ? new() { Id = founderId, Slug = AnnouncedFounderSlug!, Name = AnnouncedFounderName! } : null);
}
