using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Newsroom.Topics;

/// <summary>The topic to save. `name` is required. The rules for its characters are those of a story document.</summary>
public sealed record TopicRequest
{
    /// <summary>Slug of the topic: the slug in the URL, or null.</summary>
    /// <example>craft</example>
    [Slug]
    public string? Slug { get; init; }

    /// <summary>Name, at most 100 characters.</summary>
    /// <example>Craft</example>
    [StringSchema(100, MinLength = 1)]
    public required string Name { get; init; }

    internal TopicRequest WithoutComments() => this with { Name = CommentRemover.RemoveOrNullIfOnlyComments(Name)! };
}
