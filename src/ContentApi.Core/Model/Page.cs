using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>One page of a list.</summary>
public sealed record Page<T>
{
    /// <summary>The items of this page, in the requested order.</summary>
    [MaxLength(100)]
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>The value to pass as `cursor` to get the next page; null on the last page.</summary>
    /// <example>cJ2kTn1QbF3zMTAgMCAwMTk5MGYzYzhhMDA3YzRlOWIyMTVkMGU2ZjdhOGI5MSA2MzkyMjY</example>
    [Cursor]
    public string? NextCursor { get; init; }

    /// <summary>Number of items on all pages, with `count=true`; otherwise null.</summary>
    /// <example>8</example>
    public long? TotalCount { get; init; }
}
