using Dapper;
using Npgsql;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>Search documents of stories and of the distinct founders and topics they reference.</summary>
internal sealed record SearchDocumentBatch(IReadOnlyList<StorySearchDocument> Stories, IReadOnlyList<FounderSearchDocument> Founders, IReadOnlyList<TopicSearchDocument> Topics)
{
    /// <summary>Reads the documents of the stories with these ids, in their current state, from the library.</summary>
    public static async Task<SearchDocumentBatch> Read(IReadOnlyList<Guid> ids, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select s.id as Id, s.published_at as PublishedAt, s.title as Title, s.dek as Dek, s.plain_text as Body, s.language as Language,
              f.id as FounderId, f.name as Founder,
              array(select topic_id from story_topic where story_id = s.id order by position) as TopicIds,
              array(select t.name from story_topic join topic t on t.id = story_topic.topic_id where story_topic.story_id = s.id order by story_topic.position) as Topics
            from story s
            left join founder f on f.id = s.founder_id
            where s.id = any(@ids);

            select story_id as StoryId, id as Id, statement as Statement, explanation as Explanation from takeaway where story_id = any(@ids) order by story_id, position;

            select distinct f.id as Id, f.name as Name, f.bio as Bio from story s join founder f on f.id = s.founder_id where s.id = any(@ids);

            select distinct t.id as Id, t.name as Name from story_topic join topic t on t.id = story_topic.topic_id where story_topic.story_id = any(@ids);
            """,
            new { ids },
            commandTimeout: 300,
            cancellationToken: cancellationToken));
        var stories = (await results.ReadAsync<StorySearchDocument>()).AsList();
        var takeaways = (await results.ReadAsync<(Guid StoryId, Guid Id, string Statement, string? Explanation)>())
            .ToLookup(row => row.StoryId, row => new TakeawaySearchDocument(row.Id, row.Statement, row.Explanation));
        return new(
            stories.ConvertAll(story => story with { Takeaways = takeaways[story.Id].ToList() }),
            (await results.ReadAsync<FounderSearchDocument>()).AsList(),
            (await results.ReadAsync<TopicSearchDocument>()).AsList());
    }
}
