using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>A story as it stands in a list: everything that a frontend needs to draw a card.</summary>
public record Card
{
    /// <summary>UUIDv7 of the story; it never changes. Null for an announced story.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    [JsonPropertyOrder(-1)]
    public required Guid? Id { get; init; }

    /// <summary>The public name of the story, as it stands in its address. Lower-case ASCII letters and digits in groups joined by hyphens, at most 200 characters.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [JsonPropertyOrder(-1)]
    [Slug]
    public required string Slug { get; init; }

    /// <summary>`published`: the story can be read at its address. `announced`: it is recommended, but not in the library yet; its address answers 404.</summary>
    /// <example>published</example>
    [JsonPropertyOrder(-1)]
    public StoryStatus Status { get; init; }

    /// <summary>Headline, at most 300 characters.</summary>
    /// <example>The No That Drew a Map</example>
    [JsonPropertyOrder(-1)]
    [StringSchema(300, MinLength = 1)]
    public required string Title { get; init; }

    /// <summary>Standfirst under the title and excerpt of the card, at most 2,000 characters.</summary>
    /// <example>For three years, investors told Melanie Perkins why her idea would not work.</example>
    [JsonPropertyOrder(-1)]
    [StringSchema(2000)]
    public required string? Dek { get; init; }

    /// <summary>Who wrote it, without a leading "By".</summary>
    /// <example>The Founders' Library</example>
    [JsonPropertyOrder(-1)]
    [StringSchema(300)]
    public required string? Byline { get; init; }

    /// <summary>The person the story is about, or null.</summary>
    [JsonPropertyOrder(-1)]
    public FounderReference? Founder => FounderSlug is null ? null : new() { Slug = FounderSlug, Name = FounderName! };

    /// <summary>Instant of publication (RFC 3339, UTC). Null for an announced story.</summary>
    /// <example>2025-08-18T00:00:00Z</example>
    [JsonPropertyOrder(-1)]
    public required DateTime? PublishedAt { get; init; }

    /// <summary>Calendar date of publication at the publisher, in its own time zone. Null for an announced story.</summary>
    /// <example>2025-08-18</example>
    [JsonPropertyOrder(-1)]
    public required DateOnly? PublishedOn { get; init; }

    /// <summary>Reading time in whole minutes, at least 1. Null where an announced story does not state it.</summary>
    /// <example>5</example>
    [JsonPropertyOrder(-1)]
    [Range(1, 1000)]
    public required int? ReadingMinutes { get; init; }

    /// <summary>Lead image, or null.</summary>
    [JsonPropertyOrder(-1)]
    public required RawJson<Image>? Image { get; init; }

    /// <summary>Language as a BCP 47 tag.</summary>
    /// <example>en</example>
    [JsonPropertyOrder(-1)]
    [LanguageTag]
    public required string? Language { get; init; }

    /// <summary>Terms under which the story may be used, in words or as an SPDX identifier.</summary>
    /// <example>CC BY 4.0</example>
    [JsonPropertyOrder(-1)]
    [StringSchema(300)]
    public required string? License { get; init; }

    /// <summary>What the story is filed under. In lists only with `include=topics`, else null.</summary>
    [JsonPropertyOrder(-1)]
    [MaxLength(20)]
    public IReadOnlyList<TopicReference>? Topics { get; set; }

    /// <summary>The lessons of the story, in order. In lists only with `include=takeaways`, else null.</summary>
    [JsonPropertyOrder(-1)]
    [MaxLength(50)]
    public IReadOnlyList<Takeaway>? Takeaways { get; set; }

    // Columns of the card's row that make up other members.
    internal string? FounderSlug { get; init; }

    internal string? FounderName { get; init; }
}
