using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Identity;

/// <summary>The resource into which to merge another one.</summary>
public sealed record MergeRequest
{
    /// <summary>Current or former slug of the resource that remains, of the same kind.</summary>
    /// <example>melanie-perkins</example>
    [Slug]
    public required string Into { get; init; }
}
