using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Delivery.Search;

/// <summary>One page of search results, best first.</summary>
public sealed record SearchResults
{
    /// <summary>Matching stories, founders and takeaways, best first.</summary>
    [MaxLength(100)]
    public required IReadOnlyList<SearchHit> Items { get; init; }

    /// <summary>Pass it as `cursor` to get the next page; null on the last one.</summary>
    /// <example>cJ2kTn1QbF3zMTAgMCAwMTk5MGYzYzhhMDA3YzRlOWIyMTVkMGU2ZjdhOGI5MSA2MzkyMjY</example>
    [Cursor]
    public required string? NextCursor { get; init; }

    /// <summary>The number of results found and ranked, on all pages.</summary>
    /// <example>3</example>
    public required long TotalCount { get; init; }

    /// <summary>
    /// False when the words of the query occur in very many stories, so that only a selection of the matches is ranked. `totalCount` and
    /// `facets` then cover only this selection. Add a word to make the query more precise.
    /// </summary>
    /// <example>true</example>
    public required bool IsComplete { get; init; }

    /// <summary>Numbers of matching stories by founder, topic and year.</summary>
    public required SearchFacets Facets { get; init; }

    /// <summary>The query with corrected spelling, when nothing was found and similar words occur in stories; otherwise null.</summary>
    /// <example>kitesurf</example>
    [StringSchema(2 * SearchQuery.MaxLength)]
    public required string? DidYouMean { get; init; }
}
