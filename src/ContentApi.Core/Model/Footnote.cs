using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A note of a footnotes block. A span refers to it with an `href` of `#` and the note's `anchor`.</summary>
public sealed record Footnote
{
    /// <summary>The start of every anchor of a footnote.</summary>
    internal const string AnchorPrefix = "fn-";

    /// <summary>URL fragment of the note, unique in the story and preserved when other notes change.</summary>
    /// <example>fn-1</example>
    [StringSchema(BodyLimits.MaxFootnoteLabelLength + 3, MinLength = 4, Pattern = "^fn-[A-Za-z0-9]+([_.-][A-Za-z0-9]+)*$")]
    public required string Anchor { get; init; }

    /// <summary>The label of the note, which is also the text of the spans that refer to it.</summary>
    /// <example>1</example>
    [StringSchema(BodyLimits.MaxFootnoteLabelLength, MinLength = 1)]
    public required string Label { get; init; }

    /// <summary>The content of the note.</summary>
    [MaxLength(BodyLimits.MaxElements)]
    public required IReadOnlyList<Block> Blocks { get; init; }

    /// <summary>Returns whether a span refers to a footnote.</summary>
    internal static bool IsReference(Span span) => span.Href?.StartsWith('#' + AnchorPrefix, StringComparison.Ordinal) == true;
}
