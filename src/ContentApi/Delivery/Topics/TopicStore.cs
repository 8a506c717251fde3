using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;
using ContentApi.Web.Paging;

namespace ContentApi.Delivery.Topics;

/// <summary>Reads topics from the library.</summary>
internal sealed class TopicStore(SnapshotReader reader)
{
    /// <summary>The query to which cursors of the list are bound.</summary>
    public const string CanonicalQuery = "topics";

    /// <summary>Returns a page of the topics that have stories, by name.</summary>
    public Task<Page<Topic>> List(PageRequest page, CancellationToken cancellationToken)
    {
        const string HasStories = "exists (select from story_topic where topic_id = t.id)";
        return reader.Read(
            $"""
            select {TopicReader.Columns}, t.name_key as NameKey
            from topic t
            where {HasStories}{page.After("(t.name_key, t.id) > (@Key, @Id) and t.revision <= @Revision")}
            order by t.name_key, t.id
            limit @Limit;

            {page.Count($"select count(*) from topic t where {HasStories}")}
            """,
            page.Parameters,
            results => page.Read<SortedTopic, Topic>(results, topic => topic, topic => page.CreateCursor(topic.NameKey, topic.Id, reader.Revision)),
            cancellationToken);
    }

    private sealed record SortedTopic : Topic
    {
        public required string NameKey { get; init; }
    }
}
