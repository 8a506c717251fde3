using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Delivery.Search;

/// <summary>One page of what a query found, best first.</summary>
public sealed record SearchResults
{
    /// <summary>Stories, founders and takeaways, best first.</summary>
    [MaxLength(100)]
    public required IReadOnlyList<SearchHit> Items { get; init; }

    /// <summary>Pass it as `cursor` to get the next page; null on the last one.</summary>
    /// <example>cJ2kTn1QbF3zMTAgMCAwMTk5MGYzYzhhMDA3YzRlOWIyMTVkMGU2ZjdhOGI5MSA2MzkyMjY</example>
    [Cursor]
    public required string? NextCursor { get; init; }

    /// <summary>How many were found and ranked, on all pages.</summary>
    /// <example>3</example>
    public required long TotalCount { get; init; }

    /// <summary>
    /// False when more match than are ranked: a word that is in a great many stories. Then the ranked ones are those that it says most
    /// about, and counts and facets are of these. Another word makes the query more precise.
    /// </summary>
    /// <example>true</example>
    public required bool IsComplete { get; init; }

    /// <summary>The stories found, by founder, topic and year.</summary>
    public required SearchFacets Facets { get; init; }

    /// <summary>What was probably meant, in words of the library, when nothing was found; else null.</summary>
    /// <example>kitesurf</example>
    [StringSchema(2 * SearchQuery.MaxLength)]
    public required string? DidYouMean { get; init; }
}
