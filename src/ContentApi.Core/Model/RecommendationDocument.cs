using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>
/// A recommended story: its slug and, for an announced story that may not be in the library yet, the members of a card, which needs a
/// title. Once the slug is published, the library's card replaces this one.
/// </summary>
public sealed record RecommendationDocument
{
    /// <summary>Slug of the recommended story.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>Headline of the announced story, at most 300 characters. Null if only the slug is given.</summary>
    /// <example>Announced and Not Written Yet</example>
    [StringSchema(300, MinLength = 1)]
    public string? Title { get; init; }

    /// <summary>Standfirst of the announced story, at most 2,000 characters.</summary>
    /// <example>What the second oven was for.</example>
    [StringSchema(2000)]
    public string? Dek { get; init; }

    /// <summary>Byline of the announced story.</summary>
    /// <example>The Morning Desk</example>
    [StringSchema(300)]
    public string? Byline { get; init; }

    /// <summary>Founder of the announced story: slug, and name if known.</summary>
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

    /// <summary>Terms of use of the announced story.</summary>
    /// <example>CC BY 4.0</example>
    [StringSchema(300)]
    public string? License { get; init; }
}
