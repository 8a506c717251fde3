using ContentApi.Core.Model;
using Dapper;

namespace ContentApi.Library;

/// <summary>A takeaway with the id of its story.</summary>
internal sealed record TakeawayRow(Guid StoryId, Guid Id, int Position, string Statement, string? Explanation)
{
    /// <summary>Returns the statement that selects the takeaways of the stories whose ids <paramref name="idsSql"/> selects.</summary>
    public static string SelectSql(string idsSql) => $"""
        select t.story_id as StoryId, t.id as Id, t.position as Position, t.statement as Statement, t.explanation as Explanation
        from takeaway t
        where t.story_id in ({idsSql})
        order by t.story_id, t.position;

        """;

    public static async Task<ILookup<Guid, StoryTakeaway>> Read(SqlMapper.GridReader results) =>
        (await results.ReadAsync<TakeawayRow>()).ToLookup(
            row => row.StoryId,
            row => new StoryTakeaway { Id = row.Id, Position = row.Position, Statement = row.Statement, Explanation = row.Explanation });
}
