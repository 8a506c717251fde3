using System.Runtime.InteropServices;
using Dapper;
using Npgsql;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>
/// Finds the candidates of a story: the stories that score highest in the strongest postings of its terms, the newest stories of its founder
/// and its topics, and the stories whose lists contain it. In a library of at most <see cref="CandidateRanker.MaxCandidates"/> stories, all
/// stories are candidates.
/// </summary>
/// <remarks>The work is bounded by the number of terms, not by the number of stories.</remarks>
internal static class CandidateFinder
{
    /// <summary>
    /// Selects the postings with the highest impact of each query term, each as one number: the document number, then the impact in 16 bits.
    /// </summary>
    private const string SelectPostings = """
        select query.position::int as Position, array(
          select document_number::bigint << 16 | impact from term_posting where term = query.term order by impact desc limit @PostingsPerTerm) as Postings
        from unnest(@Terms) with ordinality as query (term, position)
        """;

    private static readonly string SelectCandidates = $"""
        select {StoryTermsSql.Columns}
        from story_terms v
        where v.document_number = any(@DocumentNumbers) and v.story_id <> @Id
        union all
        select {StoryTermsSql.Columns}
        from story_terms v
        where v.document_number <> all(@DocumentNumbers) and v.story_id <> @Id and v.story_id = any(array(
          select recent.story_id
          from unnest(@Topics) as topic (id)
          cross join lateral (
            select story_id from story_topic where topic_id = topic.id order by published_at desc, story_id desc limit 10) as recent
          union all
          (select id from story where founder_id = @Founder order by published_at desc, id desc limit 20)
          union all
          ({SelectListingStories("= @Id")})
          union all
          select story_id from story_terms where @IsSmall));

        select id, (select count(*) from (select from story_topic where topic_id = id limit 1000) as counted)::int from unnest(@Topics) as input (id);
        """;

    /// <summary>Returns the statement that selects the stories whose lists contain a story, those with the highest scores first.</summary>
    public static string SelectListingStories(string target) =>
        $"select story_id from computed_recommendation where target_id {target} order by score desc, story_id limit {CandidateRanker.MaxUpdatedEntries}";

    /// <summary>Returns the candidates, and the number of stories of each topic, up to 1,000.</summary>
    public static async Task<(List<StoryTerms> Candidates, Dictionary<Guid, int> TopicSizes)> Find(NpgsqlConnection connection, StoryTerms story, TermStatistics statistics, CancellationToken cancellationToken)
    {
        var isSmall = statistics.StoryCount <= CandidateRanker.MaxCandidates;
        var documentNumbers = isSmall ? [] : await FindByTerms(connection, SelectQueryTerms(story, statistics), cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            SelectCandidates, new { story.Id, story.Founder, story.Topics, DocumentNumbers = documentNumbers, IsSmall = isSmall }, cancellationToken: cancellationToken));
        return ((await results.ReadAsync<StoryTerms>()).AsList(), (await results.ReadAsync<(Guid Id, int Stories)>()).ToDictionary(row => row.Id, row => row.Stories));
    }

    /// <summary>Returns the terms by which candidates are found: the strongest terms, and those of the title.</summary>
    public static List<(int Term, float Weight)> SelectQueryTerms(StoryTerms story, TermStatistics statistics)
    {
        List<(int Term, float Weight)> queryTerms = [];
        for (var i = 0; i < story.Terms.Length; i++)
        {
            if (i < CandidateRanker.MaxQueryTerms || story.TitleTerms.Contains(story.Terms[i]))
            {
                queryTerms.Add((story.Terms[i], StoryTerms.ComputeWeight(story.Terms[i], story.Counts[i], story.WordCount, statistics)));
            }
        }

        return queryTerms;
    }

    /// <summary>
    /// Returns the numbers of the stories that score highest. The scores are summed here, because PostgreSQL takes several times as long.
    /// </summary>
    private static async Task<int[]> FindByTerms(NpgsqlConnection connection, List<(int Term, float Weight)> queryTerms, CancellationToken cancellationToken)
    {
        var postings = await connection.QueryAsync<PostingsRow>(new CommandDefinition(
            SelectPostings, new { Terms = queryTerms.ConvertAll(term => term.Term), PostingsPerTerm = CandidateRanker.MaxPostingsPerTerm }, cancellationToken: cancellationToken));
        Dictionary<int, float> scores = [];
        foreach (var row in postings)
        {
            var weight = queryTerms[row.Position - 1].Weight;
            foreach (var posting in row.Postings)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(scores, (int)(posting >> 16), out _) += weight * ((short)posting + 1);
            }
        }

        return scores.OrderByDescending(pair => pair.Value).ThenByDescending(pair => pair.Key).Take(CandidateRanker.MaxCandidates).Select(pair => pair.Key).ToArray();
    }

    private sealed record PostingsRow
    {
        public required int Position { get; init; }

        public required long[] Postings { get; init; }
    }
}
