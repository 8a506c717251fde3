namespace ContentApi.Library;

/// <summary>
/// Marks a slug whose story was renamed or withdrawn. Exactly one member is set: `NewSlug` after a rename, `Reason` after a withdrawal
/// (empty if none was given).
/// </summary>
internal sealed record StoryTombstone(string? NewSlug, string? Reason);
