using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Core.Text;
using Dapper;
using Npgsql;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>Stories that changed after a revision, as their comparison with other stories needs them.</summary>
/// <param name="Ids">The ids of all stories that changed, including withdrawn ones.</param>
/// <param name="Terms">The terms of the published ones.</param>
/// <param name="Takeaways">The takeaways of the published ones, with their terms.</param>
/// <param name="Stories">The published ones, by id.</param>
internal sealed record ChangedStories(
    IReadOnlySet<Guid> Ids, IReadOnlyCollection<StoryTerms> Terms, IReadOnlyList<(Guid Story, Guid Id, int[] Terms)> Takeaways, IReadOnlyDictionary<Guid, RecommendedStory> Stories)
{
    private static readonly string ChangedIds = $"any(array(select id from library_change where revision > @Revision and kind = '{LibraryChangeKind.Story.GetName()}'))";

    private static readonly string SelectSql = $"""
        select distinct id from library_change where revision > @Revision and kind = '{LibraryChangeKind.Story.GetName()}';

        select {StoryTermsSql.Columns}
        from story_terms v
        where v.story_id = {ChangedIds};

        {SelectTakeawaysSql(ChangedIds)}
        {SelectListsSql(ChangedIds)}
        """;

    /// <summary>Returns the statement that selects the takeaways of stories.</summary>
    public static string SelectTakeawaysSql(string ids) => $"""
        select story_id as StoryId, id as Id, statement as Statement, explanation as Explanation from takeaway where story_id = {ids} order by story_id, position;

        """;

    /// <summary>
    /// Returns the statement that selects the slugs of stories and the lowest scores in their lists, without the entries of the stories
    /// @ReplacedIds, which will be deleted.
    /// </summary>
    public static string SelectListsSql(string ids) => $"""
        select s.id, s.slug, coalesce((
          select min(score) from computed_recommendation
          where story_id = s.id and target_id <> all(@ReplacedIds)
          having count(*) >= {CandidateRanker.MaxListLength}), 0)::real
        from story s
        where s.id = {ids};

        """;

    /// <summary>Reads the stories that changed after a revision. Stories with <paramref name="replacedIds"/> are about to be published again.</summary>
    public static async Task<ChangedStories> ReadSince(NpgsqlConnection connection, long revision, Guid[] replacedIds, CancellationToken cancellationToken)
    {
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(SelectSql, new { Revision = revision, ReplacedIds = replacedIds }, cancellationToken: cancellationToken));
        var ids = (await results.ReadAsync<Guid>()).ToHashSet();
        var terms = (await results.ReadAsync<StoryTerms>()).AsList();
        var takeaways = (await results.ReadAsync<TakeawayText>()).Select(takeaway => (takeaway.StoryId, takeaway.Id, TakeawayVectorIndex.ExtractTerms(takeaway))).ToList();
        return new(ids, terms, takeaways, await ReadLists(results));
    }

    /// <summary>Reads the results of <see cref="SelectListsSql"/>.</summary>
    public static async Task<Dictionary<Guid, RecommendedStory>> ReadLists(SqlMapper.GridReader results) =>
        (await results.ReadAsync<(Guid Id, string Slug, float MinScore)>()).ToDictionary(row => row.Id, row => new RecommendedStory(row.Slug, row.MinScore));

    /// <summary>Returns these stories together with others, which replace those with the same id.</summary>
    public ChangedStories With(ChangedStories other) => new(
        Ids.Union(other.Ids).ToHashSet(),
        [.. Terms.Where(story => !other.Ids.Contains(story.Id)), .. other.Terms],
        [.. Takeaways.Where(takeaway => !other.Ids.Contains(takeaway.Story)), .. other.Takeaways],
        Stories.Where(pair => !other.Ids.Contains(pair.Key)).Concat(other.Stories).ToDictionary());
}
