using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Newsroom.Founders;

/// <summary>
/// The founder to save. `name`, `bio` and `image` are required; `bio` and `image` can be null. The rules for the characters of texts are those
/// of a story document.
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
    public required string? Bio { get; init; }

    /// <summary>Portrait, or null.</summary>
    public required Image? Image { get; init; }

    internal FounderRequest WithoutComments() => this with { Name = CommentRemover.RemoveOrNullIfOnlyComments(Name)!, Bio = CommentRemover.RemoveOrNullIfOnlyComments(Bio), Image = Image?.WithoutComments() };
}
