namespace ContentApi.Data;

/// <summary>A revision that a request has read, the time of the revision, and the time of the read.</summary>
internal sealed record SnapshotRevision(long Revision, DateTime ChangedAt, DateTime ReadAt);
