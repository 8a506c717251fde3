namespace ContentApi.Core.Model;

/// <summary>The founder a story is about, as far as a card needs it.</summary>
public sealed record FounderReference
{
    /// <summary>The founder's public name in addresses.</summary>
    /// <example>melanie-perkins</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The founder's name as people write it.</summary>
    /// <example>Melanie Perkins</example>
    [StringSchema(200, MinLength = 1)]
    public required string Name { get; init; }
}
