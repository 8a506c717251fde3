namespace ContentApi.Core.Model;

/// <summary>The founder of a story, with the members that a card shows.</summary>
public sealed record FounderReference
{
    /// <summary>The founder's public name in URLs.</summary>
    /// <example>melanie-perkins</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The founder's display name.</summary>
    /// <example>Melanie Perkins</example>
    [StringSchema(200, MinLength = 1)]
    public required string Name { get; init; }
}
