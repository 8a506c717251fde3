using ContentApi.Core.Model;

namespace ContentApi.Data;

/// <summary>A row of the audit log.</summary>
internal sealed record AuditRow(DateTime OccurredAt, Actor Actor, string Action, string? Slug, int? Version = null, string? Detail = null)
{
    public static readonly RowMapping<AuditRow> Columns = new RowMapping<AuditRow>("audit")
        .Column("occurred_at", "timestamptz", row => row.OccurredAt)
        .Column("key_id", "uuid", row => row.Actor.KeyId)
        .Column("actor", "text", row => row.Actor.Name)
        .Column("action", "text", row => row.Action)
        .Column("slug", "text", row => row.Slug)
        .Column("version", "integer", row => row.Version)
        .Column("detail", "text", row => row.Detail);
}
