using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Delivery.Search;

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
    [StringSchema(200, MinLength = 1)]
    public required string Name { get; init; }

    /// <summary>Stories found with it.</summary>
    /// <example>2</example>
    public required int Count { get; init; }
}
