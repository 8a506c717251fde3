using ContentApi.Data;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>The rows of drafts and published content that a publishing transaction writes.</summary>
internal sealed class PublicationBatch
{
    public List<StoryRow> Stories { get; } = [];

    public List<DraftUpsert> Drafts { get; } = [];

    public List<VersionRow> Versions { get; } = [];

    public List<FounderRow> Founders { get; } = [];

    public List<TopicRow> Topics { get; } = [];

    /// <summary>Adds the statements that write the rows.</summary>
    public void Write(NpgsqlBatch batch)
    {
        DraftUpsert.Columns.Insert(batch, Drafts);
        VersionRow.Columns.Insert(batch, Versions);
        FounderRow.Columns.Insert(batch, Founders);
        TopicRow.Columns.Insert(batch, Topics);
        StoryRow.Write(batch, Stories);
        if (Stories.Where(story => story.IsNew).Select(story => story.Id).ToArray() is { Length: > 0 } published)
        {
            batch.Add(PublisherSql.RestoreAliases, published);
            batch.Add(PublisherSql.DeleteTombstones, published, Stories.ConvertAll(story => story.Rendered.Slug).ToArray());
        }
    }
}
