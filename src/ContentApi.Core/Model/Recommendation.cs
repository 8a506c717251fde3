using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>
/// A card under "Continue your journey", with the reasons for its selection. It has the members of a card, so that an app can
/// render both with the same code; more of them can be null, because an editor can recommend a story that is announced but not published yet.
/// </summary>
public sealed record Recommendation
{
    /// <summary>UUIDv7 of the story, which never changes. Null for an announced story.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    public required Guid? Id { get; init; }

    /// <summary>
    /// The public name of the story in URLs: lower-case ASCII letters and digits in groups joined by hyphens, at most 200 characters.
    /// </summary>
    /// <example>yearbooks-first-the-world-later</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>
    /// `published`: the story is available at its URL. `announced`: it is recommended but not published yet; its URL returns 404.
    /// </summary>
    /// <example>published</example>
    public required StoryStatus Status { get; init; }

    /// <summary>Headline, at most 300 characters.</summary>
    /// <example>Yearbooks First, the World Later</example>
    [StringSchema(300, MinLength = 1)]
    public required string Title { get; init; }

    /// <summary>Short summary shown under the title, at most 2,000 characters.</summary>
    /// <example>Before Canva there was a living room in Perth, full of printers.</example>
    [StringSchema(2000)]
    public required string? Dek { get; init; }

    /// <summary>Author of the story, without a leading "By".</summary>
    /// <example>The Founders' Library</example>
    [StringSchema(300)]
    public required string? Byline { get; init; }

    /// <summary>The person the story is about, or null.</summary>
    public required FounderReference? Founder { get; init; }

    /// <summary>Time of publication (RFC 3339, UTC). Null for an announced story.</summary>
    /// <example>2024-02-11T00:00:00Z</example>
    public required DateTime? PublishedAt { get; init; }

    /// <summary>Calendar date of publication in the publisher's time zone. Null for an announced story.</summary>
    /// <example>2024-02-11</example>
    public required DateOnly? PublishedOn { get; init; }

    /// <summary>
    /// Time of the last change of the story: of its content, its publication or its slug (RFC 3339, UTC). Null for an announced story.
    /// </summary>
    /// <example>2025-08-20T08:15:00Z</example>
    public required DateTime? UpdatedAt { get; init; }

    /// <summary>Reading time in whole minutes, at least 1. Null for an announced story whose reading time is not given.</summary>
    /// <example>4</example>
    [Range(1, 1000)]
    public required int? ReadingMinutes { get; init; }

    /// <summary>Lead image, or null.</summary>
    public required RawJson<Image>? Image { get; init; }

    /// <summary>Language as a BCP 47 tag. Null for an announced story whose language is not given.</summary>
    /// <example>en</example>
    [LanguageTag]
    public required string? Language { get; init; }

    /// <summary>Always null, because no list of recommendations has `include=topics`. A card has the same member.</summary>
    [MaxLength(20)]
    public IReadOnlyList<TopicReference>? Topics { get; init; }

    /// <summary>Always null, because no list of recommendations has `include=takeaways`. A card has the same member.</summary>
    [MaxLength(50)]
    public IReadOnlyList<StoryTakeaway>? Takeaways { get; init; }

    /// <summary>Always null, because no list of recommendations has `include=rights`. A card has the same member.</summary>
    public Rights? Rights { get; init; }

    /// <summary>`editorial`: chosen by the editor of the story. `computed`: chosen by the service.</summary>
    /// <example>editorial</example>
    public required RecommendationSource Source { get; init; }

    /// <summary>Reasons for the recommendation; empty for the editor's choices.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<Reason> Reasons { get; init; }

    /// <summary>
    /// Relevance from 0 to 1, comparable within one list. Null for the editor's choices and for cards ordered by date.
    /// </summary>
    /// <example>0.1614</example>
    [Range(0.0, 1.0)]
    public required double? Score { get; init; }

    /// <summary>Gets the id of the first story in the story's group of duplicates. A list contains at most one story per group.</summary>
    internal Guid? DuplicateGroupId { get; init; }

    /// <summary>
    /// Gets whether the card was chosen for lack of better candidates: by date, or despite the limit of cards per founder. Also true for
    /// the last card of a list that has too few candidates. A list with such a card may change whenever a story is published.
    /// </summary>
    internal bool IsFallback { get; init; }

    internal static Recommendation From(
        Card card, RecommendationSource source, IReadOnlyList<Reason> reasons, double? score = null, Guid? duplicateGroupId = null) => new()
        {
            Id = card.Id,
            Slug = card.Slug,
            Status = card.Status,
            Title = card.Title,
            Dek = card.Dek,
            Byline = card.Byline,
            Founder = card.Founder,
            PublishedAt = card.PublishedAt,
            PublishedOn = card.PublishedOn,
            UpdatedAt = card.UpdatedAt,
            ReadingMinutes = card.ReadingMinutes,
            Image = card.Image,
            Language = card.Language,
            Source = source,
            Reasons = reasons,
            Score = score,
            DuplicateGroupId = duplicateGroupId ?? card.Id,
            IsFallback = source == RecommendationSource.Computed && score is null,
        };
}
