using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

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

/// <summary>One value of a facet.</summary>
public sealed record Facet
{
    /// <summary>The value to pass to the filter of the same name: a slug or a year.</summary>
    /// <example>fundraising</example>
    [Slug]
    public required string Value { get; init; }

    /// <summary>The name to display.</summary>
    /// <example>Fundraising</example>
    [StringSchema(200, MinLength = 1)]
    public required string Name { get; init; }

    /// <summary>The number of matching stories with this value.</summary>
    /// <example>2</example>
    public required int Count { get; init; }
}
