namespace ContentApi.Core.Model;

/// <summary>
/// The founder in a story document. When the story is published, members that are set replace the founder's current values.
/// </summary>
public sealed record FounderDocument
{
    /// <summary>The founder's public name in URLs.</summary>
    /// <example>nora-lind</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>
    /// Name, at most 200 characters. If null, the current name is kept; the name of a new founder is derived from the slug.
    /// </summary>
    /// <example>Nora Lind</example>
    [StringSchema(200, MinLength = 1)]
    public string? Name { get; init; }

    /// <summary>Short biography, at most 5,000 characters. If null, the current biography is kept.</summary>
    /// <example>Nora Lind bakes in Malmö.</example>
    [StringSchema(5000)]
    public string? Bio { get; init; }

    /// <summary>Portrait. If null, the current portrait is kept.</summary>
    public Image? Image { get; init; }
}
