using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Syndication.Changes;

/// <summary>A part of the log of published content: complete revisions, in order.</summary>
public sealed record ChangeList
{
    /// <summary>
    /// Changes in the order of revisions. If a revision changes a story, its founder and its topics, there is one item for each of them.
    /// </summary>
    [MaxLength(100_000)]
    public required IReadOnlyList<Change> Items { get; init; }

    /// <summary>Last revision that these items cover. If it is less than `Content-Revision`, there are more changes.</summary>
    /// <example>1</example>
    public required long LastRevision { get; init; }

    /// <summary>Position after these items: pass it as `after` to continue. Store it as it is, because its form may change.</summary>
    /// <example>1</example>
    [StringSchema(LogPosition.MaxLength, MinLength = 1, Pattern = LogPosition.Pattern)]
    public required string Position { get; init; }
}
