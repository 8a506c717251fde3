using System.ComponentModel.DataAnnotations;

namespace ContentApi.Syndication.Changes;

/// <summary>A part of the log of published content: complete revisions, in order.</summary>
public sealed record ChangeList
{
    /// <summary>
    /// Changes in the order of revisions. If a revision changes a story, its founder and its topics, there is one item for each of them.
    /// </summary>
    [MaxLength(100_000)]
    public required IReadOnlyList<Change> Items { get; init; }

    /// <summary>
    /// Last revision that these items cover: pass it as `after` to continue. If it is less than `Content-Revision`, there are more changes.
    /// </summary>
    /// <example>1</example>
    public required long LastRevision { get; init; }
}
