namespace ContentApi.Publishing;

/// <summary>The row of a draft to insert or update.</summary>
internal sealed record DraftUpsert(Guid Id, string Slug, int Version, int? PublishedVersion, DateTime? FirstPublishedAt, int? ScheduledVersion = null, DateTime? ScheduledAt = null, bool IsWithdrawn = false);
