namespace ContentApi.Core.Model;

/// <summary>
/// The founder in a story document, with a slug, a name or both. The slug selects the founder that has or had it. Without a slug, the name
/// selects the founder that has or had exactly this name, apart from letter case. If no founder matches, publishing the story creates one
/// from the document. A document never changes an existing founder: use `PATCH /v1/founders/{slug}`.
/// </summary>
public sealed record FounderDocument
{
    /// <summary>The founder's public name in URLs, or null.</summary>
    /// <example>nora-lind</example>
    [Slug]
    public string? Slug { get; init; }

    /// <summary>Name, at most 200 characters, or null. If null, the name of a new founder is derived from the slug.</summary>
    /// <example>Nora Lind</example>
    [StringSchema(200, MinLength = 1)]
    public string? Name { get; init; }

    /// <summary>Short biography of a new founder, at most 5,000 characters, or null.</summary>
    /// <example>Nora Lind bakes in Malmö.</example>
    [StringSchema(5000)]
    public string? Bio { get; init; }

    /// <summary>Portrait of a new founder, or null.</summary>
    public Image? Image { get; init; }
}
