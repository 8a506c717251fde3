using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>
/// A recommended story. A published story needs only `slug`. For an announced story, which is not published yet, add the members of its
/// card, at least `title`. Once the story is published, its own card replaces them.
/// </summary>
public sealed record RecommendationDocument
{
    /// <summary>Slug of the recommended story.</summary>
    /// <example>yearbooks-first-the-world-later</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>Headline of the announced story, at most 300 characters. Null if only the slug is given.</summary>
    /// <example>Announced and Not Written Yet</example>
    [StringSchema(300, MinLength = 1)]
    public string? Title { get; init; }

    /// <summary>Short summary of the announced story, shown under its title, at most 2,000 characters.</summary>
    /// <example>What the second oven was for.</example>
    [StringSchema(2000)]
    public string? Dek { get; init; }

    /// <summary>Byline of the announced story.</summary>
    /// <example>The Morning Desk</example>
    [StringSchema(300)]
    public string? Byline { get; init; }

    /// <summary>Founder of the announced story: slug, name or both, as for the founder of a story. Other members are ignored.</summary>
    public FounderDocument? Founder { get; init; }

    /// <summary>Reading time of the announced story, in minutes.</summary>
    /// <example>7</example>
    [Range(1, 1000)]
    public int? ReadingMinutes { get; init; }

    /// <summary>Lead image of the announced story.</summary>
    public Image? Image { get; init; }

    /// <summary>Language of the announced story as a BCP 47 tag.</summary>
    /// <example>en</example>
    [LanguageTag]
    public string? Language { get; init; }
}
