using ContentApi.Core.Model;
using ContentApi.Data;

namespace ContentApi.Publishing;

/// <summary>A row of the `topic` table.</summary>
internal sealed record TopicRow : INamedResource
{
    public static readonly RowMapping<TopicRow> Columns = new RowMapping<TopicRow>("topic", key: "id")
        .Column("id", "uuid", row => row.Id)
        .Column("slug", "text", row => row.Slug, isInsertOnly: true)
        .Column("name", "text", row => row.Name)
        .Column("name_key", "text", row => SortKey.From(row.Name))
        .Column("revision", "bigint", row => row.Revision);

    public required Guid Id { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    public long Revision { get; init; }

    /// <summary>Gets whether the topic is in the search index.</summary>
    public bool IsIndexed { get; init; }

    public string[] FormerSlugs { get; init; } = [];

    public string[] FormerNames { get; init; } = [];
}
