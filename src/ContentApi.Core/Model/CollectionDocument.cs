using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>
/// A collection as editors write it. The rules for the characters of texts are those of a story document.
/// </summary>
public sealed record CollectionDocument
{
    /// <summary>Maximum number of stories in a collection.</summary>
    public const int MaxStories = 500;

    /// <summary>Title, 1 to 300 characters.</summary>
    /// <example>Where to Begin</example>
    [StringSchema(300, MinLength = 1)]
    public required string Title { get; init; }

    /// <summary>Short text shown under the title, at most 2,000 characters, or null.</summary>
    /// <example>Stories for a first visit.</example>
    [StringSchema(2000)]
    public required string? Dek { get; init; }

    /// <summary>Image, or null.</summary>
    public required Image? Image { get; init; }

    /// <summary>
    /// Slugs of the stories, at most 500, each once, in the order of the collection. Readers see those that are published. A draft can be a
    /// member before it is published, and a withdrawn story keeps its place. A former slug stands for the renamed story.
    /// </summary>
    /// <example>["the-no-that-drew-a-map"]</example>
    [Slug, MaxLength(MaxStories)]
    public required IReadOnlyList<string> Stories { get; init; }
}
