using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>A story as it appears in a list: everything a frontend needs to render a card.</summary>
public record Card
{
    /// <summary>UUIDv7 of the story, which never changes. Null for an announced story.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    [JsonPropertyOrder(-1)]
    public required Guid? Id { get; init; }

    /// <summary>
    /// The public name of the story in URLs: lower-case ASCII letters and digits in groups joined by hyphens, at most 200 characters.
    /// </summary>
    /// <example>the-no-that-drew-a-map</example>
    [JsonPropertyOrder(-1)]
    [Slug]
    public required string Slug { get; init; }

    /// <summary>
    /// `published`: the story is available at its URL. `announced`: it is recommended but not published yet; its URL returns 404.
    /// </summary>
    /// <example>published</example>
    [JsonPropertyOrder(-1)]
    public StoryStatus Status { get; init; }

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

    /// <summary>Time of publication (RFC 3339, UTC). Null for an announced story.</summary>
    /// <example>2025-08-18T00:00:00Z</example>
    [JsonPropertyOrder(-1)]
    public required DateTime? PublishedAt { get; init; }

    /// <summary>Calendar date of publication in the publisher's time zone. Null for an announced story.</summary>
    /// <example>2025-08-18</example>
    [JsonPropertyOrder(-1)]
    public required DateOnly? PublishedOn { get; init; }

    /// <summary>
    /// Time of the last change of the story: of its content, its publication or its slug (RFC 3339, UTC). Null for an announced story.
    /// </summary>
    /// <example>2025-08-20T08:15:00.123456Z</example>
    [JsonPropertyOrder(-1)]
    public required DateTime? UpdatedAt { get; init; }

    /// <summary>Reading time in whole minutes, at least 1. Null for an announced story whose reading time is not given.</summary>
    /// <example>4</example>
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

    /// <summary>The topics of the story. Null in lists without `include=topics`.</summary>
    [JsonPropertyOrder(-1)]
    [MaxLength(20)]
    public IReadOnlyList<TopicReference>? Topics { get; set; }

    /// <summary>The takeaways of the story, in order. Null in lists without `include=takeaways`.</summary>
    [JsonPropertyOrder(-1)]
    [MaxLength(50)]
    public IReadOnlyList<Takeaway>? Takeaways { get; set; }

    /// <summary>The rights in the story. Null in lists without `include=rights`, never null in a story.</summary>
    [JsonPropertyOrder(-1)]
    public Rights? Rights { get; set; }

    // Columns from which `Founder` is composed.
    internal Guid FounderId { get; init; }

    internal string? FounderSlug { get; init; }

    internal string? FounderName { get; init; }
}
