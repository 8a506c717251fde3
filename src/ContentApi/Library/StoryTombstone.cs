namespace ContentApi.Library;

/// <summary>Why there is no story of a name: it has a new one, or it was withdrawn (for a reason, which may be empty).</summary>
internal sealed record StoryTombstone(string? NewName, string? Reason);
