using ContentApi.ChangeLog;
using Dapper;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>A published story that a change of its founder or topics affects, with what its cache tags are made from.</summary>
internal sealed record AffectedStory
{
    /// <summary>The current and former slugs of the founder and of the topics of the story `s`. Lists follow former slugs.</summary>
    public static readonly string Columns = """
        array(
            select slug from founder where id = s.founder_id
            union all
            select slug from redirect where kind = 'founder' and target_id = s.founder_id) as FounderSlugs,
          array(
            select t.slug from story_topic join topic t on t.id = story_topic.topic_id where story_topic.story_id = s.id
            union all
            select r.slug from story_topic join redirect r on r.kind = 'topic' and r.target_id = story_topic.topic_id where story_topic.story_id = s.id) as TopicSlugs
        """;

    /// <summary>The statement that selects the stories with the ids @Ids.</summary>
    public static readonly string Select = $"""
        select s.id as Id, s.slug as Slug, array(select slug from slug_alias where story_id = s.id) as FormerSlugs, {Columns}
        from story s
        where s.id = any(@Ids)
        order by s.id
        """;

    public required Guid Id { get; init; }

    public required string Slug { get; init; }

    public required string[] FormerSlugs { get; init; }

    public required string[] FounderSlugs { get; init; }

    public required string[] TopicSlugs { get; init; }

    /// <summary>Returns the cache tags of the story and of the lists that show it.</summary>
    public HashSet<string> CreateTags() =>
        [CacheTag.Stories, .. FormerSlugs.Append(Slug).Select(CacheTag.Story), .. FounderSlugs.Select(CacheTag.Founder), .. TopicSlugs.Select(CacheTag.Topic)];

    public static async Task<List<AffectedStory>> Read(NpgsqlConnection connection, Guid[] ids, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<AffectedStory>(new CommandDefinition(Select, new { Ids = ids }, cancellationToken: cancellationToken))).AsList();
}
