namespace ContentApi.Core.Model;

/// <summary>The founder of a document. Members that are set replace the values in the library; null keeps them.</summary>
public sealed record FounderDocument
{
    /// <summary>The founder's public name in URLs.</summary>
    /// <example>nora-lind</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>Name, at most 200 characters. Null keeps the name in the library or, for a new founder, derives it from the slug.</summary>
    /// <example>Nora Lind</example>
    [StringSchema(200, MinLength = 1)]
    public string? Name { get; init; }

    /// <summary>Short biography, at most 5,000 characters. Null keeps the one in the library.</summary>
    /// <example>Nora Lind bakes in Malmö.</example>
    [StringSchema(5000)]
    public string? Bio { get; init; }

    /// <summary>Portrait. Null keeps the one in the library.</summary>
    public Image? Image { get; init; }
}
