using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Drafts;

/// <summary>The new slug of a draft.</summary>
public sealed record RenameRequest
{
    /// <summary>New slug. It must not be the current or a former slug of another draft.</summary>
    /// <example>the-quiet-bakery-of-nora-lind</example>
    [Slug]
    public required string Slug { get; init; }
}
