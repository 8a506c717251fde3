using Dapper;
using Npgsql;

namespace ContentApi.Search;

/// <summary>What a story is found by.</summary>
internal sealed record FindableStory
{
    public required Guid Id { get; init; }

    public required DateTime PublishedAt { get; init; }

    public required Guid? FounderId { get; init; }

    public required Guid[] TopicIds { get; init; }

    public required string Title { get; init; }

    public required string? Dek { get; init; }

    public required string Body { get; init; }

    public required string Language { get; init; }

    public required string? Founder { get; init; }

    public required string[] Topics { get; init; }

    public IReadOnlyList<FindableTakeaway> Takeaways { get; init; } = [];
}

internal sealed record FindableTakeaway(Guid Id, string Statement, string? Explanation);

internal sealed record FindableFounder(Guid Id, string Name, string? Bio);

internal sealed record FindableTopic(Guid Id, string Name);

/// <summary>Stories, and the founders and topics that they name, each once.</summary>
internal sealed record FindableStories(IReadOnlyList<FindableStory> Stories, IReadOnlyList<FindableFounder> Founders, IReadOnlyList<FindableTopic> Topics)
{
    /// <summary>As they stand in the library.</summary>
    public static async Task<FindableStories> Read(IReadOnlyList<Guid> ids, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            """
            select s.id as Id, s.published_at as PublishedAt, s.title as Title, s.dek as Dek, s.plain_text as Body, s.language as Language,
              f.id as FounderId, f.name as Founder,
              array(select topic_id from story_topic where story_id = s.id order by position) as TopicIds,
              array(select t.name from story_topic filed join topic t on t.id = filed.topic_id where filed.story_id = s.id order by filed.position) as Topics
            from story s
            left join founder f on f.id = s.founder_id
            where s.id = any(@ids);

            select story_id as StoryId, id as Id, statement as Statement, explanation as Explanation from takeaway where story_id = any(@ids) order by story_id, position;

            select distinct f.id as Id, f.name as Name, f.bio as Bio from story s join founder f on f.id = s.founder_id where s.id = any(@ids);

            select distinct t.id as Id, t.name as Name from story_topic filed join topic t on t.id = filed.topic_id where filed.story_id = any(@ids);
            """,
            new { ids },
            commandTimeout: 300,
            cancellationToken: cancellation));
        var stories = (await results.ReadAsync<FindableStory>()).AsList();
        var takeaways = (await results.ReadAsync<(Guid StoryId, Guid Id, string Statement, string? Explanation)>())
            .ToLookup(row => row.StoryId, row => new FindableTakeaway(row.Id, row.Statement, row.Explanation));
        return new(
            stories.ConvertAll(story => story with { Takeaways = takeaways[story.Id].ToList() }),
            (await results.ReadAsync<FindableFounder>()).AsList(),
            (await results.ReadAsync<FindableTopic>()).AsList());
    }
}
