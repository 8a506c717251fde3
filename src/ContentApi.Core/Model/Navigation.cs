namespace ContentApi.Core.Model;

/// <summary>
/// The previous and next story about the same founder, by publication date. Both are null for a story without a founder.
/// </summary>
public sealed record Navigation
{
    /// <summary>The story about the same founder published before this one, or null.</summary>
    public required Card? Previous { get; init; }

    /// <summary>The story about the same founder published after this one, or null.</summary>
    public required Card? Next { get; init; }
}
