using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Drafts;

/// <summary>The differences between two versions of a draft.</summary>
public sealed record VersionDiff
{
    /// <summary>Number of the version that is the base of the comparison.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int From { get; init; }

    /// <summary>Number of the version compared with the base.</summary>
    /// <example>2</example>
    [Range(1, int.MaxValue)]
    public required int To { get; init; }

    /// <summary>Members of the document that differ, except the body.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<MemberChange> Members { get; init; }

    /// <summary>
    /// Sections and blocks of the body that differ: first those in the compared version, in its order, then the removed ones.
    /// </summary>
    [MaxLength(2 * BodyLimits.MaxElements)]
    public required IReadOnlyList<BlockChange> Blocks { get; init; }
}
