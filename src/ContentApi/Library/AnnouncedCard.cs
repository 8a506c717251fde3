using System.Text.Json;
using ContentApi.Core.Model;

namespace ContentApi.Library;

/// <summary>The card that an editorial recommendation stores for a story that is not published yet.</summary>
internal sealed record AnnouncedCard
{
    public required string Title { get; init; }

    public string? Dek { get; init; }

    public string? Byline { get; init; }

    public FounderReference? Founder { get; init; }

    public int? ReadingMinutes { get; init; }

    public Image? Image { get; init; }

    public string? Language { get; init; }

    public string? License { get; init; }

    /// <summary>Returns the JSON of the card in a recommendation; null if the recommendation has no title.</summary>
    public static string? Serialize(RecommendationDocument recommendation) => recommendation.Title is null ? null : JsonSerializer.Serialize(
        new()
        {
            Title = recommendation.Title,
            Dek = recommendation.Dek,
            Byline = recommendation.Byline,
            Founder = recommendation.Founder is null ? null : new() { Slug = recommendation.Founder.Slug, Name = recommendation.Founder.Name ?? Slug.ToDisplayName(recommendation.Founder.Slug) },
            ReadingMinutes = recommendation.ReadingMinutes,
            Image = recommendation.Image,
            Language = recommendation.Language,
            License = recommendation.License,
        },
        AnnouncedCardJsonContext.Relaxed.AnnouncedCard);

    /// <summary>
    /// Returns the card as a recommendation. <paramref name="founderName"/> is the founder's current name, or null; it takes precedence
    /// over the stored name.
    /// </summary>
    public Recommendation ToRecommendation(string slug, string? founderName) => new()
    {
        Id = null,
        Slug = slug,
        Status = StoryStatus.Announced,
        Title = Title,
        Dek = Dek,
        Byline = Byline,
        FounderSlug = Founder?.Slug,
        FounderName = founderName ?? Founder?.Name,
        PublishedAt = null,
        PublishedOn = null,
        UpdatedAt = null,
        ReadingMinutes = ReadingMinutes,
        Image = Image is null ? null : new(JsonSerializer.SerializeToUtf8Bytes(Image, StoryBodyJsonContext.Relaxed.Image)),
        Language = Language,
        License = License,
        Source = RecommendationSource.Editorial,
        Reasons = [],
        Score = null,
    };
}
