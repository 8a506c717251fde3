using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Delivery.Search;

/// <summary>A search result. `type` is the name of the member that is present: `story`, `founder` or `takeaway`.</summary>
public sealed record SearchHit
{
    /// <summary>`story`, `founder` or `takeaway`. Types may be added: skip results whose type you do not recognize.</summary>
    /// <example>story</example>
    [OpenEnum("SearchHitType", typeof(SearchType))]
    public required string Type { get; init; }

    /// <summary>The relevance score, comparable within one query.</summary>
    /// <example>0.61</example>
    [Range(0.0, 100.0)]
    public required double Score { get; init; }

    /// <summary>The card of the story.</summary>
    public Card? Story { get; init; }

    /// <summary>The founder.</summary>
    public Founder? Founder { get; init; }

    /// <summary>The takeaway, with the card of its story.</summary>
    public Takeaway? Takeaway { get; init; }

    /// <summary>The matching words in context: at most three highlights.</summary>
    [MaxLength(3)]
    public IReadOnlyList<Highlight> Highlights { get; set; } = [];
}
