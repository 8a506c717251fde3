using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A passage that contains words of the search query.</summary>
public sealed record Highlight
{
    /// <summary>Source of the passage: `title`, `dek`, `statement`, `explanation`, `name`, `bio` or `body`.</summary>
    /// <example>body</example>
    [OpenEnum("HighlightField", typeof(HighlightField))]
    public required string Field { get; init; }

    /// <summary>If `field` is `body`, the `id` of the block in `sections`, for links to the block. Otherwise null.</summary>
    /// <example>b7d0x3f2</example>
    [BlockId]
    public required string? BlockId { get; init; }

    /// <summary>The passage; matching words have the mark `highlight`.</summary>
    [MaxLength(1000)]
    public required IReadOnlyList<Span> Spans { get; init; }
}
