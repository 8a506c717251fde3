using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Newsroom.Founders;

/// <summary>
/// The founder to save. Omitted members are removed. The rules for the characters of texts are those of a story document.
/// </summary>
public sealed record FounderRequest
{
    /// <summary>Slug of the founder: the slug in the URL, or null.</summary>
    /// <example>nora-lind</example>
    [Slug]
    public string? Slug { get; init; }

    /// <summary>Name, at most 200 characters.</summary>
    /// <example>Nora Lind</example>
    [StringSchema(200, MinLength = 1)]
    public required string Name { get; init; }

    /// <summary>Description of the founder, at most 5,000 characters, or null.</summary>
    /// <example>Nora Lind bakes in Malmö.</example>
    [StringSchema(5000)]
    public string? Bio { get; init; }

    /// <summary>Portrait, or null.</summary>
    public Image? Image { get; init; }

    internal FounderRequest WithoutComments() => this with { Name = CommentRemover.RemoveOrNullIfOnlyComments(Name)!, Bio = CommentRemover.RemoveOrNullIfOnlyComments(Bio), Image = Image?.WithoutComments() };
}
