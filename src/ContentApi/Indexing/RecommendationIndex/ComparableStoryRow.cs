using ContentApi.Core.Text;
using Dapper;
using Npgsql;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>A story as read from the database, with the columns from which its recommendations are computed.</summary>
internal sealed record ComparableStoryRow
{
    public required Guid Id { get; init; }

    public required long Revision { get; init; }

    public required Guid? Founder { get; init; }

    public required string Title { get; init; }

    public required string? Dek { get; init; }

    public required string Body { get; init; }

    public required Guid[] Topics { get; init; }

    public StoryAttributes Attributes => new(Id, Revision, Founder, Topics);

    /// <summary>Reads a story and the stored terms of the version that was indexed last, if any.</summary>
    public static async Task<(StoryAttributes Story, ComparableStory Text, StoredTerms? Stored)> Read(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select s.id as Id, s.revision as Revision, s.founder_id as Founder, s.title as Title, s.dek as Dek, s.plain_text as Body,
              array(select topic_id from story_topic where story_id = s.id order by position) as Topics
            from story s
            where s.id = @Id;

            select story_id as StoryId, id as Id, statement as Statement, explanation as Explanation from takeaway where story_id = @Id order by position;

            {StoredTerms.SelectSql}
            """,
            new { Id = id, Ids = new[] { id } },
            cancellationToken: cancellationToken));
        var row = await results.ReadSingleAsync<ComparableStoryRow>();
        return (row.Attributes, row.ToComparable((await results.ReadAsync<TakeawayText>()).AsList()), await results.ReadSingleOrDefaultAsync<StoredTerms>());
    }

    public ComparableStory ToComparable(IReadOnlyList<TakeawayText> takeaways) => new(Title, Dek, Body, takeaways);
}
