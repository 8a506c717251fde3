namespace ContentApi.Library;

/// <summary>The new slug of a renamed story, or the withdrawal of a story with its reason, which may be empty.</summary>
internal sealed record StoryTombstone(string? NewSlug, string? Reason);
