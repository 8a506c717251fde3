using ContentApi.Core.Model;
using ContentApi.Data;

namespace ContentApi.Publishing;

/// <summary>A row of the `collection` table.</summary>
internal sealed record CollectionRow(Guid Id, string Slug, string Title, string? Dek, string? ImageJson, DateTime UpdatedAt, long Revision)
{
    public static readonly RowMapping<CollectionRow> Columns = new RowMapping<CollectionRow>("collection", key: "id")
        .Column("id", "uuid", row => row.Id)
        .Column("slug", "text", row => row.Slug, isInsertOnly: true)
        .Column("title", "text", row => row.Title)
        .Column("title_key", "text", row => SortKey.From(row.Title))
        .Column("dek", "text", row => row.Dek)
        .Column("image", "json", row => row.ImageJson)
        .Column("updated_at", "timestamptz", row => row.UpdatedAt)
        .Column("revision", "bigint", row => row.Revision);
}
