using ContentApi.Data;

namespace ContentApi.Publishing;

/// <summary>A row of the `draft` table to insert or update.</summary>
internal sealed record DraftUpsert(
    Guid Id, string Slug, int Version, int? PublishedVersion, DateTime? FirstPublishedAt, DateTime SavedAt, int? ScheduledVersion = null, DateTime? ScheduledAt = null, string? ScheduledReason = null, bool IsWithdrawn = false)
{
    public static readonly RowMapping<DraftUpsert> Columns = new RowMapping<DraftUpsert>("draft", key: "id")
        .Column("id", "uuid", row => row.Id)
        .Column("slug", "text", row => row.Slug, isInsertOnly: true)
        .Column("version", "integer", row => row.Version)
        .Column("published_version", "integer", row => row.PublishedVersion)
        .Column("first_published_at", "timestamptz", row => row.FirstPublishedAt)
        .Column("scheduled_version", "integer", row => row.ScheduledVersion)
        .Column("scheduled_at", "timestamptz", row => row.ScheduledAt)
        .Column("scheduled_reason", "text", row => row.ScheduledReason)
        .Column("schedule_error", "text", _ => (string?)null)
        .Column("withdrawn", "boolean", row => row.IsWithdrawn)
        .Column("created_at", "timestamptz", row => row.SavedAt, isInsertOnly: true)
        .Column("updated_at", "timestamptz", row => row.SavedAt);
}
