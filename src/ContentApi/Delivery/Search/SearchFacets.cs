using System.ComponentModel.DataAnnotations;

namespace ContentApi.Delivery.Search;

/// <summary>Numbers of matching stories by founder, topic and year: at most 20 values of each, most stories first.</summary>
public sealed record SearchFacets
{
    /// <summary>By founder.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<Facet> Founders { get; init; }

    /// <summary>By topic.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<Facet> Topics { get; init; }

    /// <summary>By year of publication, in the publisher's time zone.</summary>
    [MaxLength(20)]
    public required IReadOnlyList<Facet> Years { get; init; }
}
