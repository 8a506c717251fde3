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
    [OpenEnum("Mark", typeof(Mark)), MaxLength(20)]
    public required IReadOnlyList<string> Marks { get; init; }

    /// <summary>
    /// URL that the text links to, or null: an absolute URL (http, https, mailto or tel), a path that starts with `/`, or a fragment that
    /// starts with `#`. If the fragment starts with `#fn-`, the span refers to a footnote.
    /// </summary>
    /// <example>https://stories.example.com/stories/yearbooks-first-the-world-later</example>
    [StringSchema(BodyLimits.MaxHrefLength)]
    public required string? Href { get; init; }
}
