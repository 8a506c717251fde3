using ContentApi.Core.Model;

namespace ContentApi.Delivery.Search;

/// <summary>One value of a facet.</summary>
public sealed record Facet
{
    /// <summary>The value to pass as `founder`, `topic` or `year` to filter by this facet: a slug or a year.</summary>
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
