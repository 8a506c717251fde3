using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Identity;

/// <summary>The new slug of a resource.</summary>
public sealed record RenameRequest
{
    /// <summary>New slug. It must not be the current or a former slug of another resource of the kind.</summary>
    /// <example>the-quiet-bakery-of-nora-lind</example>
    [Slug]
    public required string Slug { get; init; }
}
