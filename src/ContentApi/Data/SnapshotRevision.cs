namespace ContentApi.Data;

/// <summary>The revision of the published content that a read returned, with the times of the revision and of the read.</summary>
internal sealed record SnapshotRevision(long Revision, DateTime ChangedAt, DateTime ReadAt);
