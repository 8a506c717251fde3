namespace ContentApi.Core.Model;

/// <summary>The founder of a document. A name or bio that is given replaces what the library has; what is null leaves it.</summary>
public sealed record FounderDocument
{
    /// <summary>The founder's public name in addresses.</summary>
    /// <example>nora-lind</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>Name, at most 200 characters; null: as the library has it, or else guessed from the slug.</summary>
    /// <example>Nora Lind</example>
    [StringSchema(200, MinLength = 1)]
    public string? Name { get; init; }

    /// <summary>Who the founder is, at most 5,000 characters; null: as the library has it.</summary>
    /// <example>Nora Lind bakes in Malmö.</example>
    [StringSchema(5000)]
    public string? Bio { get; init; }

    /// <summary>Portrait; null: as the library has it.</summary>
    public Image? Image { get; init; }
}
