using ContentApi.Core.Model;
using ContentApi.Data;

namespace ContentApi.Publishing;

/// <summary>A row of the `topic` table.</summary>
internal sealed record TopicRow(Guid Id, string Slug, string Name, long Revision)
{
    public static readonly RowMapping<TopicRow> Columns = new RowMapping<TopicRow>("topic")
        .Column("id", "uuid", row => row.Id)
        .Column("slug", "text", row => row.Slug)
        .Column("name", "text", row => row.Name)
        .Column("name_key", "text", row => SortKey.From(row.Name))
        .Column("revision", "bigint", row => row.Revision);
}
