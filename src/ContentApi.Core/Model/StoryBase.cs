using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>The members that the card of a published story and the complete story have in common.</summary>
public abstract record StoryBase
{
    /// <summary>UUIDv7 of the story, which never changes.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    [JsonPropertyOrder(-1)]
    public required Guid Id { get; init; }

    /// <summary>
    /// The public name of the story in URLs: lower-case ASCII letters and digits in groups joined by hyphens, at most 200 characters.
    /// </summary>
    /// <example>the-no-that-drew-a-map</example>
    [JsonPropertyOrder(-1)]
    [Slug]
    public required string Slug { get; init; }

    /// <summary>Always `published`. Cards and recommendations both have it, so that an app can render both with the same code.</summary>
    /// <example>published</example>
    [JsonPropertyOrder(-1)]
    public StoryStatus Status => StoryStatus.Published;

    /// <summary>Headline, at most 300 characters.</summary>
    /// <example>The No That Drew a Map</example>
    [JsonPropertyOrder(-1)]
    [StringSchema(300, MinLength = 1)]
    public required string Title { get; init; }

    /// <summary>Short summary shown under the title, at most 2,000 characters.</summary>
    /// <example>For three years, investors told Melanie Perkins why her idea would not work.</example>
    [JsonPropertyOrder(-1)]
    [StringSchema(2000)]
    public required string? Dek { get; init; }

    /// <summary>Author of the story, without a leading "By".</summary>
    /// <example>The Founders' Library</example>
    [JsonPropertyOrder(-1)]
    [StringSchema(300)]
    public required string? Byline { get; init; }

    /// <summary>The person the story is about, or null.</summary>
    [JsonPropertyOrder(-1)]
    public FounderReference? Founder => FounderSlug is null ? null : new() { Id = FounderId, Slug = FounderSlug, Name = FounderName! };

    /// <summary>Time of publication (RFC 3339, UTC).</summary>
    /// <example>2025-08-18T00:00:00Z</example>
    [JsonPropertyOrder(-1)]
    public required DateTime PublishedAt { get; init; }

    /// <summary>Calendar date of publication in the publisher's time zone.</summary>
    /// <example>2025-08-18</example>
    [JsonPropertyOrder(-1)]
    public required DateOnly PublishedOn { get; init; }

    /// <summary>Time of the last change of the story: of its content, its publication or its slug (RFC 3339, UTC).</summary>
    /// <example>2025-08-20T08:15:00.123456Z</example>
    [JsonPropertyOrder(-1)]
    public required DateTime UpdatedAt { get; init; }

    /// <summary>Reading time in whole minutes, at least 1.</summary>
    /// <example>4</example>
    [JsonPropertyOrder(-1)]
    [Range(1, 1000)]
    public required int ReadingMinutes { get; init; }

    /// <summary>Lead image, or null.</summary>
    [JsonPropertyOrder(-1)]
    public required RawJson<Image>? Image { get; init; }

    /// <summary>Language as a BCP 47 tag.</summary>
    /// <example>en</example>
    [JsonPropertyOrder(-1)]
    [LanguageTag]
    public required string Language { get; init; }

    // Columns from which `Founder` is composed.
    internal Guid FounderId { get; init; }

    internal string? FounderSlug { get; init; }

    internal string? FounderName { get; init; }
}
