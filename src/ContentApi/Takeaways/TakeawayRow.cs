using ContentApi.Http;
using ContentApi.Stories;
using Dapper;

namespace ContentApi.Takeaways;

/// <summary>A takeaway of a story among several.</summary>
internal sealed record TakeawayRow(Guid StoryId, Guid Id, int Position, string Statement, string? Explanation)
{
    /// <summary>The statement for the takeaways of the stories whose ids <paramref name="stories"/> selects.</summary>
    public static string Of(string stories) => $"""
        select t.story_id as StoryId, t.id as Id, t.position as Position, t.statement as Statement, t.explanation as Explanation
        from takeaway t
        where t.story_id in ({stories})
        order by t.story_id, t.position;

        """;

    public static async Task<ILookup<Guid, Takeaway>> Read(SqlMapper.GridReader results) =>
        (await results.ReadAsync<TakeawayRow>()).ToLookup(
            row => row.StoryId,
            row => new Takeaway { Id = row.Id, Position = row.Position, Statement = row.Statement, Explanation = row.Explanation });
}

/// <summary>A takeaway and the card of its story, as one row.</summary>
internal record TakeawayOfStory : Card
{
    public required Guid TakeawayId { get; init; }

    public required int Position { get; init; }

    public required string Statement { get; init; }

    public required string? Explanation { get; init; }

    public Takeaway ToTakeaway() => new() { Id = TakeawayId, Position = Position, Statement = Statement, Explanation = Explanation, Story = this };

    public Cursor ToCursor(long revision) =>
        new(Cursor.KeyOf(PublishedAt!.Value), Id!.Value, revision, Position);
}
