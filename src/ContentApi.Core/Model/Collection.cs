using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A curated, ordered list of stories.</summary>
public record Collection
{
    /// <summary>UUIDv7 of the collection, which never changes.</summary>
    /// <example>0198e4a1-7c00-7c11-b6d2-2f3e4d5c6b7a</example>
    public required Guid Id { get; init; }

    /// <summary>The collection's public name in URLs.</summary>
    /// <example>where-to-begin</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>Title, at most 300 characters.</summary>
    /// <example>Where to Begin</example>
    [StringSchema(300, MinLength = 1)]
    public required string Title { get; init; }

    /// <summary>Short text shown under the title, at most 2,000 characters, or null.</summary>
    /// <example>Stories for a first visit.</example>
    [StringSchema(2000)]
    public required string? Dek { get; init; }

    /// <summary>Image of the collection, or null.</summary>
    public required RawJson<Image>? Image { get; init; }

    /// <summary>Number of published stories in the collection.</summary>
    /// <example>1</example>
    public required int StoryCount { get; init; }

    /// <summary>Time at which the collection or its list of stories was last changed (RFC 3339, UTC).</summary>
    /// <example>2025-08-18T00:00:00.123456Z</example>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>
    /// With `include=stories`, the first 20 published stories, in the order of the collection; otherwise null. Get the others with
    /// `GET /v1/collections/{slug}/stories`.
    /// </summary>
    [MaxLength(20)]
    public IReadOnlyList<Card>? Stories { get; init; }
}
