using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Drafts;

/// <summary>The name that stands for a section where the types of blocks are listed.</summary>
internal static class SectionChange
{
    public const string Type = "section";
}

/// <summary>A section or block of the body that differs.</summary>
public sealed record BlockChange
{
    /// <summary>Id of the section or block, the same in both versions.</summary>
    /// <example>b7d0x3f2</example>
    [BlockId]
    public required string Id { get; init; }

    /// <summary>Type of the block, or `section`. Sections are compared by label and title only. More types may be added.</summary>
    /// <example>paragraph</example>
    [OpenEnum("ChangedBlockType", typeof(BlockType), typeof(SectionChange))]
    public required string Type { get; init; }

    /// <summary>`added`, `removed` or `changed`.</summary>
    /// <example>changed</example>
    public required ChangeOperation Operation { get; init; }

    /// <summary>Text in the base version, in Markdown; null if the section or block was added.</summary>
    /// <example>The studnets could not find the button.</example>
    [StringSchema(BodyLimits.MaxRenderedLength)]
    public required string? Before { get; init; }

    /// <summary>Text in the compared version, in Markdown; null if the section or block was removed.</summary>
    /// <example>The students could not find the button.</example>
    [StringSchema(BodyLimits.MaxRenderedLength)]
    public required string? After { get; init; }
}
