namespace ContentApi.Core.Model;

/// <summary>A person that stories are about.</summary>
public record Founder
{
    /// <summary>UUIDv7 of the founder, which never changes.</summary>
    /// <example>0198e4a1-7c00-7f62-8d1e-4b5a69788796</example>
    public required Guid Id { get; init; }

    /// <summary>The founder's public name in URLs and filters.</summary>
    /// <example>melanie-perkins</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The founder's display name, at most 200 characters.</summary>
    /// <example>Melanie Perkins</example>
    [StringSchema(200, MinLength = 1)]
    public required string Name { get; init; }

    /// <summary>Short biography, at most 5,000 characters, or null.</summary>
    /// <example>Melanie Perkins grew up in Perth and started her first company while she was a student.</example>
    [StringSchema(5000)]
    public required string? Bio { get; init; }

    /// <summary>Portrait of the founder, or null.</summary>
    public required RawJson<Image>? Image { get; init; }

    /// <summary>Number of published stories about the founder.</summary>
    /// <example>2</example>
    public required int StoryCount { get; init; }

    /// <summary>Gets the revision that last changed the founder.</summary>
    internal long Revision { get; init; }
}
