namespace ContentApi.Core.Model;

/// <summary>
/// The previous and next story about the same founder, by publication date. Both are null for a story without a founder.
/// </summary>
public sealed record Navigation
{
    /// <summary>The last story about the same founder that was published before the current story, or null.</summary>
    public required Card? Previous { get; init; }

    /// <summary>The first story about the same founder that was published after the current story, or null.</summary>
    public required Card? Next { get; init; }
}
