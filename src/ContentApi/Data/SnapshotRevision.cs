namespace ContentApi.Data;

/// <summary>The library's revision as a statement saw it.</summary>
internal sealed record SnapshotRevision(long Revision, DateTime ChangedAt, DateTime ReadAt);
