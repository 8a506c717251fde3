using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Web.Paging;
using Dapper;

namespace ContentApi.Delivery.Topics;

/// <summary>Reads topics from the library.</summary>
internal sealed class TopicStore(SnapshotReader library)
{
    /// <summary>The query to which cursors of the list are bound.</summary>
    public const string Query = "topics";

    /// <summary>Returns the page of topics that have stories, by name, after <paramref name="after"/> (null: the first page).</summary>
    public Task<Page<Topic>> List(PageQuery query, Cursor? after, CancellationToken cancellationToken)
    {
        var limit = query.Limit ?? PageQuery.DefaultLimit;
        const string HasStories = "exists (select from story_topic filed where filed.topic_id = t.id)";
        return library.Read(
            $"""
            select t.id as Id, t.slug as Slug, t.name as Name, t.name_key as NameKey,
              (select count(*) from story_topic filed where filed.topic_id = t.id)::int as StoryCount
            from topic t
            where {HasStories}{(after is null ? "" : " and (t.name_key, t.id) > (@Key, @Id) and t.revision <= @Revision")}
            order by t.name_key, t.id
            limit @Limit;

            {(query.Count == true ? $"select count(*) from topic t where {HasStories};" : "")}
            """,
            new { after?.Key, after?.Id, after?.Revision, Limit = limit + 1 },
            async results =>
            {
                var topics = (await results.ReadAsync<SortedTopic>()).AsList();
                var total = query.Count == true ? await results.ReadSingleAsync<long>() : (long?)null;
                var revision = after?.Revision ?? library.Revision;
                return PagedResults.Page<Topic, SortedTopic>(
                    topics, limit, total, topic => topic, topic => new Cursor(topic.NameKey, topic.Id, revision).Write(Query));
            },
            cancellationToken);
    }

    private sealed record SortedTopic : Topic
    {
        public required Guid Id { get; init; }

        public required string NameKey { get; init; }
    }
}
