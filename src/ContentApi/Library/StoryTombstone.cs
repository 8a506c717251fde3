namespace ContentApi.Library;

/// <summary>
/// The new slug of a renamed story; or the reason of a withdrawal, which is empty if none was given. The other member is null.
/// </summary>
internal sealed record StoryTombstone(string? NewSlug, string? Reason);
