namespace ContentApi.Data;

/// <summary>The revision of the library that a statement has read.</summary>
internal sealed record SnapshotRevision(long Revision, DateTime ChangedAt, DateTime ReadAt);
