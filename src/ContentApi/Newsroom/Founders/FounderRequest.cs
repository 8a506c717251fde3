using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Newsroom.Founders;

/// <summary>A founder to save, as a whole.</summary>
public sealed record FounderRequest
{
    /// <summary>The founder's public name in addresses: the one of this address, or null.</summary>
    /// <example>a-new-founder</example>
    [Slug]
    public string? Slug { get; init; }

    /// <summary>Name, at most 200 characters.</summary>
    /// <example>Nora Lind</example>
    [StringSchema(200, MinLength = 1)]
    public required string Name { get; init; }

    /// <summary>Who the founder is, at most 5,000 characters; null: nothing is said.</summary>
    /// <example>Nora Lind bakes in Malmö.</example>
    [StringSchema(5000)]
    public string? Bio { get; init; }

    /// <summary>Portrait; null: none.</summary>
    public Image? Image { get; init; }

    internal FounderRequest WithoutComments() => this with { Name = CommentText.RemoveFrom(Name)!, Bio = CommentText.RemoveFrom(Bio), Image = Image?.WithoutComments() };
}
