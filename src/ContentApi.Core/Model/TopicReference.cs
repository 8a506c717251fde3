namespace ContentApi.Core.Model;

/// <summary>A topic of a story.</summary>
public sealed record TopicReference
{
    /// <summary>The topic's public name in URLs and filters.</summary>
    /// <example>fundraising</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The topic's display name.</summary>
    /// <example>Fundraising</example>
    [StringSchema(100, MinLength = 1)]
    public required string Name { get; init; }
}
