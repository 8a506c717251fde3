using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A part of a story's body. Frontends render label and title as a heading, followed by the blocks.</summary>
public sealed record Section
{
    /// <summary>Short identifier, unique in the story and preserved when the text around it changes.</summary>
    /// <example>s4k2m9q1</example>
    [BlockId]
    public required string Id { get; init; }

    /// <summary>Label of the part ("Prologue", "Act I", "Chapter 2"), or null.</summary>
    /// <example>Prologue</example>
    [StringSchema(BodyLimits.MaxSectionLabelLength)]
    public required string? Label { get; init; }

    /// <summary>Heading without the label. Null if the body starts without a heading or the heading is only a label.</summary>
    /// <example>A Desk in Perth</example>
    [StringSchema(BodyLimits.MaxHeadingLength)]
    public required string? Title { get; init; }

    /// <summary>URL fragment for links into the page, unique in the story. Derived from the heading, if there is one.</summary>
    /// <example>prologue-a-desk-in-perth</example>
    [StringSchema(Slug.MaxLength + 8, MinLength = 1, Pattern = Slug.Pattern)]
    public required string Anchor { get; init; }

    /// <summary>The blocks of the section, in order.</summary>
    [MaxLength(BodyLimits.MaxElements)]
    public required IReadOnlyList<Block> Blocks { get; init; }
}
