using System.ComponentModel.DataAnnotations;
using ContentApi.Founders;
using ContentApi.Http;
using ContentApi.Stories;
using ContentApi.Takeaways;

namespace ContentApi.Search;

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
    [Text(2 * SearchQuery.MaxLength)]
    public required string? DidYouMean { get; init; }
}

/// <summary>Something that a query found. `type` says which of `story`, `founder` and `takeaway` is filled.</summary>
public sealed record SearchHit
{
    /// <summary>`story`, `founder` or `takeaway`.</summary>
    /// <example>story</example>
    [Word]
    public required string Type { get; init; }

    /// <summary>How well it answers, comparable within one query.</summary>
    /// <example>0.61</example>
    [Range(0.0, 100.0)]
    public required double Score { get; init; }

    /// <summary>The story's card.</summary>
    public Card? Story { get; init; }

    /// <summary>The founder.</summary>
    public Founder? Founder { get; init; }

    /// <summary>The takeaway, with its story's card.</summary>
    public Takeaway? Takeaway { get; init; }

    /// <summary>Where the words stand: at most three passages.</summary>
    [MaxLength(3)]
    public IReadOnlyList<Highlight> Highlights { get; set; } = [];
}

/// <summary>A passage in which words of the query stand.</summary>
public sealed record Highlight
{
    /// <summary>What the passage is of: `title`, `dek`, `statement`, `explanation`, `name`, `bio` or `body`.</summary>
    /// <example>body</example>
    [Word]
    public required string Field { get; init; }

    /// <summary>Of the body: `id` of the block in `sections`, to link to. Else null.</summary>
    /// <example>b7d0x3f2</example>
    [BodyId]
    public required string? BlockId { get; init; }

    /// <summary>The passage; what was found has the mark `highlight`.</summary>
    [MaxLength(1000)]
    public required IReadOnlyList<Span> Spans { get; init; }
}

/// <summary>How many of the stories found there are of each founder, topic and year: at most twenty of each, most stories first.</summary>
public sealed record SearchFacets
{
    /// <summary>By founder.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<Facet> Founders { get; init; }

    /// <summary>By topic.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<Facet> Topics { get; init; }

    /// <summary>By year of publication at the publisher.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<Facet> Years { get; init; }
}

/// <summary>One value of a facet.</summary>
public sealed record Facet
{
    /// <summary>What the filter of that name takes: a slug, or a year.</summary>
    /// <example>fundraising</example>
    [Slug]
    public required string Value { get; init; }

    /// <summary>What to show.</summary>
    /// <example>Fundraising</example>
    [Text(200, MinLength = 1)]
    public required string Name { get; init; }

    /// <summary>Stories found with it.</summary>
    /// <example>2</example>
    public required int Count { get; init; }
}

/// <summary>A title, name or topic that starts as somebody types.</summary>
public sealed record Suggestion
{
    /// <summary>`story`, `founder` or `topic`.</summary>
    /// <example>story</example>
    [Word]
    public required string Type { get; init; }

    /// <summary>Public name of the story, founder or topic.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The title or name, whole.</summary>
    /// <example>The No That Drew a Map</example>
    [Text(300, MinLength = 1)]
    public required string Text { get; init; }
}
