using ContentApi.Core.Model;
using ContentApi.Data;

namespace ContentApi.Publishing;

/// <summary>A row of the `draft_version` table to insert.</summary>
internal sealed record VersionRow(Guid DraftId, int Version, StoryDocument Document, byte[] ContentHash, DateTime SavedAt, Actor SavedBy)
{
    public static readonly RowMapping<VersionRow> Columns = new RowMapping<VersionRow>("draft_version")
        .Column("draft_id", "uuid", row => row.DraftId)
        .Column("version", "integer", row => row.Version)
        .Column("document", "jsonb", row => row.Document.ToStoredJson())
        .Column("content_hash", "bytea", row => row.ContentHash)
        .Column("saved_at", "timestamptz", row => row.SavedAt)
        .Column("saved_by", "text", row => row.SavedBy.Name);
}
