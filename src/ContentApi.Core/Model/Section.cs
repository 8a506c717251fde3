using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A part of a story's body. A frontend draws label and title as a heading, then the blocks.</summary>
public sealed record Section
{
    /// <summary>Short identifier, unique in the story and kept when the text around it changes.</summary>
    /// <example>s4k2m9q1</example>
    [BodyId]
    public required string Id { get; init; }

    /// <summary>What kind of part it is ("Prologue", "Act I", "Chapter 2"), or null.</summary>
    /// <example>Act I</example>
    [StringSchema(BodyLimits.Text)]
    public required string? Label { get; init; }

    /// <summary>Heading without the label, or null where the body starts without a heading or the label stands alone.</summary>
    /// <example>The Long Way to California</example>
    [StringSchema(BodyLimits.Text)]
    public required string? Title { get; init; }

    /// <summary>Fragment for links into the page, unique in the story. It follows the heading.</summary>
    /// <example>act-i-the-long-way-to-california</example>
    [StringSchema(Slug.MaxLength + 8, MinLength = 1, Pattern = Slug.Pattern)]
    public required string Anchor { get; init; }

    /// <summary>The content, in order.</summary>
    [MaxLength(BodyLimits.Bytes)]
    public required IReadOnlyList<Block> Blocks { get; init; }
}
