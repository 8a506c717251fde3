namespace ContentApi.Core.Model;

/// <summary>Neighbours of a story among the stories of the same founder, by publication date. Both are null for a story without founder.</summary>
public sealed record Navigation
{
    /// <summary>The founder's story published before this one, or null.</summary>
    public required Card? Previous { get; init; }

    /// <summary>The founder's story published after this one, or null.</summary>
    public required Card? Next { get; init; }
}
