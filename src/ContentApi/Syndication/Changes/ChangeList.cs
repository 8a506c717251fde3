using System.ComponentModel.DataAnnotations;

namespace ContentApi.Syndication.Changes;

/// <summary>Part of the log of published content: whole revisions, in order.</summary>
public sealed record ChangeList
{
    /// <summary>What was changed, by revision. One revision may change a story, its founder and its topics: an item each.</summary>
    [MaxLength(100_000)]
    public required IReadOnlyList<Change> Items { get; init; }

    /// <summary>The last revision that these items cover: pass it as `after` to go on. Less than `Content-Revision`: there is more now.</summary>
    /// <example>12</example>
    public required long LastRevision { get; init; }
}
