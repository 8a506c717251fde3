using ContentApi.Data;
using Npgsql;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>The search vectors of a story: its rows in `story_search`, `story_search_head` and `takeaway_search`.</summary>
/// <param name="Story">The story.</param>
/// <param name="Ranking">The vector used for ranking: title, founder, topics, dek and takeaways.</param>
/// <param name="Matching">The vector used for matching: the texts of <paramref name="Ranking"/>, followed by the body.</param>
/// <param name="Takeaways">The vector of each takeaway, in the order of the takeaways.</param>
internal sealed record StorySearchVectors(StorySearchDocument Story, TsVector Ranking, TsVector Matching, TsVector[] Takeaways)
{
    private static readonly RowMapping<StorySearchVectors> Columns = new RowMapping<StorySearchVectors>("story_search")
        .Column("story_id", "uuid", row => row.Story.Id)
        .Column("published_at", "timestamptz", row => row.Story.PublishedAt)
        .Column("founder_id", "uuid", row => row.Story.FounderId)
        .Column("topics", "text", row => $"{{{string.Join(',', row.Story.TopicIds)}}}", expression: "topics::uuid[]")
        .Column("body", "tsvector", row => row.Matching);

    private static readonly RowMapping<StorySearchVectors> HeadColumns = new RowMapping<StorySearchVectors>("story_search_head")
        .Column("story_id", "uuid", row => row.Story.Id)
        .Column("words", "tsvector", row => row.Ranking);

    private static readonly RowMapping<(StorySearchDocument Story, Guid Id, TsVector Vector)> TakeawayColumns = new RowMapping<(StorySearchDocument Story, Guid Id, TsVector Vector)>("takeaway_search")
        .Column("takeaway_id", "uuid", row => row.Id)
        .Column("story_id", "uuid", row => row.Story.Id)
        .Column("published_at", "timestamptz", row => row.Story.PublishedAt)
        .Column("words", "tsvector", row => row.Vector);

    /// <summary>Adds the statements that insert the rows of stories.</summary>
    public static void Insert(NpgsqlBatch batch, IReadOnlyList<StorySearchVectors> stories)
    {
        Columns.Insert(batch, stories);
        HeadColumns.Insert(batch, stories);
        TakeawayColumns.Insert(batch, stories.SelectMany(story => story.Story.Takeaways.Zip(story.Takeaways, (takeaway, vector) => (story.Story, takeaway.Id, vector))).ToList());
    }
}
