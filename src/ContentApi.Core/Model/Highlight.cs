using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A passage in which words of the query stand.</summary>
public sealed record Highlight
{
    /// <summary>What the passage is of: `title`, `dek`, `statement`, `explanation`, `name`, `bio` or `body`.</summary>
    /// <example>body</example>
    [OpenEnum]
    public required string Field { get; init; }

    /// <summary>Of the body: `id` of the block in `sections`, to link to. Else null.</summary>
    /// <example>b7d0x3f2</example>
    [BodyId]
    public required string? BlockId { get; init; }

    /// <summary>The passage; what was found has the mark `highlight`.</summary>
    [MaxLength(1000)]
    public required IReadOnlyList<Span> Spans { get; init; }
}
