using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Drafts;

/// <summary>The differences between two versions of a draft.</summary>
public sealed record VersionDiff
{
    /// <summary>Number of the version that is the base of the comparison.</summary>
    /// <example>2</example>
    [Range(1, int.MaxValue)]
    public required int From { get; init; }

    /// <summary>Number of the version compared with the base.</summary>
    /// <example>3</example>
    [Range(1, int.MaxValue)]
    public required int To { get; init; }

    /// <summary>Members of the document that differ, except the body.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<MemberChange> Members { get; init; }

    /// <summary>Sections and blocks of the body that differ: those of the new body in its order, then the removed ones.</summary>
    [MaxLength(4 * BodyLimits.MaxElements)]
    public required IReadOnlyList<BlockChange> Blocks { get; init; }
}

/// <summary>A member of the document that differs.</summary>
public sealed record MemberChange
{
    /// <summary>Name of the member.</summary>
    /// <example>dek</example>
    [OpenEnum]
    public required string Name { get; init; }

    /// <summary>`added`, `removed` or `changed`.</summary>
    /// <example>changed</example>
    [AllowedValues("added", "removed", "changed")]
    public required string Operation { get; init; }

    /// <summary>Value in the base version; null if the member was added.</summary>
    /// <example>"Four hundred loves that nobody had ordered."</example>
    public required JsonElement? Before { get; init; }

    /// <summary>Value in the compared version; null if the member was removed.</summary>
    /// <example>"Four hundred loaves that nobody had ordered."</example>
    public required JsonElement? After { get; init; }
}

/// <summary>A section or block of the body that differs.</summary>
public sealed record BlockChange
{
    /// <summary>Id of the section or block, the same in both versions.</summary>
    /// <example>b7d0x3f2</example>
    [BlockId]
    public required string Id { get; init; }

    /// <summary>`section` (its label and title), or the type of the block.</summary>
    /// <example>paragraph</example>
    [OpenEnum]
    public required string Type { get; init; }

    /// <summary>`added`, `removed` or `changed`.</summary>
    /// <example>changed</example>
    [AllowedValues("added", "removed", "changed")]
    public required string Operation { get; init; }

    /// <summary>Text in the base version, in Markdown; null if the section or block was added.</summary>
    /// <example>The studnets could not find the button.</example>
    [StringSchema(BodyLimits.MaxRenderedLength)]
    public required string? Before { get; init; }

    /// <summary>Text in the compared version, in Markdown; null if the section or block was removed.</summary>
    /// <example>The students could not find the button.</example>
    [StringSchema(BodyLimits.MaxRenderedLength)]
    public required string? After { get; init; }
}
