using ContentApi.Core.Model;
using Dapper;

namespace ContentApi.Library;

/// <summary>A topic with the id of its story.</summary>
internal sealed record StoryTopicRow(Guid StoryId, Guid Id, string Slug, string Name)
{
    /// <summary>Returns the statement that selects the topics of the stories whose ids <paramref name="idsSql"/> selects.</summary>
    public static string SelectSql(string idsSql) => $"""
        select story_topic.story_id as StoryId, t.id as Id, t.slug as Slug, t.name as Name
        from story_topic
        join topic t on t.id = story_topic.topic_id
        where story_topic.story_id in ({idsSql})
        order by story_topic.story_id, story_topic.position;

        """;

    public static async Task<ILookup<Guid, TopicReference>> Read(SqlMapper.GridReader results) =>
        (await results.ReadAsync<StoryTopicRow>()).ToLookup(row => row.StoryId, row => new TopicReference { Id = row.Id, Slug = row.Slug, Name = row.Name });
}
