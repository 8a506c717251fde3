namespace ContentApi.Core.Model;

/// <summary>The body of a story as a single text.</summary>
public sealed record StoryText
{
    /// <summary>`html` (sanitized), `markdown` (CommonMark without raw HTML) or `text`.</summary>
    /// <example>html</example>
    public required TextFormat Format { get; init; }

    /// <summary>The body in this format.</summary>
    /// <example>&lt;p id="b7d0x3f2"&gt;The students could not find the button.&lt;/p&gt;</example>
    [StringSchema(BodyLimits.MaxRenderedLength)]
    public required string Content { get; init; }
}
