using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Delivery.Search;

/// <summary>Something that a query found. `type` says which of `story`, `founder` and `takeaway` is filled.</summary>
public sealed record SearchHit
{
    /// <summary>`story`, `founder` or `takeaway`.</summary>
    /// <example>story</example>
    [OpenEnum]
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
