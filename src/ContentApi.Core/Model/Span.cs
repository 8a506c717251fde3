using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A run of text in one style. A line break inside a paragraph is a newline character in `text`.</summary>
public sealed record Span
{
    /// <summary>The characters to draw.</summary>
    /// <example>The students could not find the button.</example>
    [StringSchema(BodyLimits.Text)]
    public required string Text { get; init; }

    /// <summary>`emphasis`, `strong`, `code`, `strikethrough`; empty for plain text. Skip marks you do not know.</summary>
    /// <example>["emphasis"]</example>
    [OpenEnum, MaxLength(20)]
    public required IReadOnlyList<string> Marks { get; init; }

    /// <summary>Address that the text links to, or null.</summary>
    /// <example>https://stories.example.com/stories/yearbooks-first-the-world-later</example>
    [StringSchema(BodyLimits.Text)]
    public required string? Href { get; init; }
}
