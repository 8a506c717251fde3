using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Drafts;

/// <summary>The name that a draft shall have.</summary>
public sealed record RenameRequest
{
    /// <summary>The new name. It must be free: no other draft has it or had it.</summary>
    /// <example>the-map-that-no-drew</example>
    [Slug]
    public required string Slug { get; init; }
}
