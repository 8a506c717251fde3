namespace ContentApi.Core.Model;

/// <summary>The founder of a story, with the members that a card shows.</summary>
public sealed record FounderReference
{
    /// <summary>UUIDv7 of the founder, which never changes. All zeros in a preview if the publication will create the founder.</summary>
    /// <example>0198e4a1-7c00-7f62-8d1e-4b5a69788796</example>
    public required Guid Id { get; init; }

    /// <summary>The founder's public name in URLs.</summary>
    /// <example>melanie-perkins</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The founder's display name.</summary>
    /// <example>Melanie Perkins</example>
    [StringSchema(200, MinLength = 1)]
    public required string Name { get; init; }
}
