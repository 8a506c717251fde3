using System.Text.Json;
using ContentApi.Core.Model;

namespace ContentApi.Library;

/// <summary>The card that an editorial recommendation stores for a story that is not published yet.</summary>
internal sealed record AnnouncedCard
{
    public required string Title { get; init; }

    public string? Dek { get; init; }

    public string? Byline { get; init; }

    public AnnouncedFounder? Founder { get; init; }

    public int? ReadingMinutes { get; init; }

    public Image? Image { get; init; }

    public string? Language { get; init; }

    /// <summary>
    /// Returns the JSON of the card in a recommendation; null if the recommendation has no title. <paramref name="founder"/> is the founder of
    /// the recommended story.
    /// </summary>
    public static string? Serialize(RecommendationDocument recommendation, AnnouncedFounder? founder) => recommendation.Title is null ? null : JsonSerializer.Serialize(
        new()
        {
            Title = recommendation.Title,
            Dek = recommendation.Dek,
            Byline = recommendation.Byline,
            Founder = founder,
            ReadingMinutes = recommendation.ReadingMinutes,
            Image = recommendation.Image,
            Language = recommendation.Language,
        },
        AnnouncedCardJsonContext.Relaxed.AnnouncedCard);

    /// <summary>
    /// Returns the card as a recommendation. <paramref name="founder"/> is the founder that has or had the slug of <see cref="Founder"/>.
    /// </summary>
    public Recommendation ToRecommendation(string slug, FounderReference? founder) => new()
    {
        Id = null,
        Slug = slug,
        Status = StoryStatus.Announced,
        Title = Title,
        Dek = Dek,
        Byline = Byline,
        Founder = founder,
        PublishedAt = null,
        PublishedOn = null,
        UpdatedAt = null,
        ReadingMinutes = ReadingMinutes,
        Image = Image is null ? null : new(JsonSerializer.SerializeToUtf8Bytes(Image, StoryBodyJsonContext.Relaxed.Image)),
        Language = Language,
        Source = RecommendationSource.Editorial,
        Reasons = [],
        Score = null,
    };
}
