using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>An item of a list.</summary>
public sealed record ListItem
{
    /// <summary>The text of the item. Empty if the item starts with another block.</summary>
    [MaxLength(BodyLimits.MaxElements)]
    public required IReadOnlyList<Span> Spans { get; init; }

    /// <summary>The blocks below the text, such as further paragraphs, nested lists, images and code; empty for most items.</summary>
    [MaxLength(BodyLimits.MaxElements)]
    public required IReadOnlyList<Block> Children { get; init; }
}
