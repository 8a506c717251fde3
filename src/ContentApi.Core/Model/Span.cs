using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A run of text with the same marks. A line break inside a paragraph is a newline character in `text`.</summary>
public sealed record Span
{
    /// <summary>The text to render.</summary>
    /// <example>The students could not find the button.</example>
    [StringSchema(BodyLimits.MaxTextLength)]
    public required string Text { get; init; }

    /// <summary>
    /// `emphasis`, `strong`, `code`, `strikethrough` or, in search results, `highlight`; empty for plain text. Ignore marks that you do not
    /// recognize.
    /// </summary>
    /// <example>["emphasis"]</example>
    [OpenEnum, MaxLength(20)]
    public required IReadOnlyList<string> Marks { get; init; }

    /// <summary>URL that the text links to, or null.</summary>
    /// <example>https://stories.example.com/stories/yearbooks-first-the-world-later</example>
    [StringSchema(BodyLimits.MaxTextLength)]
    public required string? Href { get; init; }
}
