using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Delivery.Search;
using ContentApi.Library;
using Dapper;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>The SQL statements of a search.</summary>
/// <remarks>
/// The work is bounded: at most 2,000 stories, 2,000 takeaways and 500 founders are ranked, because ranking every match of a common word
/// with `ts_rank` is too slow. If every word of the query is common (<see cref="CommonWordThreshold"/>), stories and takeaways are not
/// looked up in the full-text index. The candidates are then the 500 stories with the highest impacts in the postings of the words, the
/// newest stories if the postings contain fewer than 300, and the newest takeaways.
/// </remarks>
internal static class SearchSql
{
    /// <summary>The maximum number of stories that are ranked, and the maximum number of takeaways.</summary>
    public const int MaxRankedMatches = 2_000;

    /// <summary>A word is common if it occurs in more than this number of stories.</summary>
    public const int CommonWordThreshold = 1_500;

    /// <summary>
    /// The factor by which scores are scaled to integers. Keyset pagination needs exact comparisons, and integers are compared faster than
    /// decimals.
    /// </summary>
    public const int ScoreScale = 1_000_000;

    private const int MaxPostingCandidates = 500;
    private const int MaxNewestCandidates = 300;

    /// <summary>Selects the document frequency of each of the query's terms.</summary>
    public static readonly string SelectDocumentFrequencies = "select hash, story_count from term where hash = any(@Hashes);";

    /// <summary>
    /// Returns the number of postings to read for each word, at most 2,000 for all words. When a single word is searched without filters
    /// and the full-text index finds every match, the postings only rank the first pages, so fewer suffice. Returns few different numbers,
    /// because PostgreSQL prepares a statement for each of them.
    /// </summary>
    private static int GetPostingsPerTerm(int termCount, bool isRankingOnly) => isRankingOnly ? 250 : termCount <= 4 ? 500 : termCount <= 16 ? 125 : 8;

    /// <summary>
    /// Returns the common table expression `query` with two columns: `matching` selects the matches, and `ranking` ranks them by all words
    /// that are not excluded. Adds the words to the parameters.
    /// </summary>
    public static string BuildQuerySql(SearchQuery searchQuery, DynamicParameters parameters)
    {
        List<string> termExpressions = [];
        foreach (var (i, term) in searchQuery.Terms.Index())
        {
            parameters.Add($"Term{i}", term.Lexemes);
            parameters.Add($"Stems{i}", Array.ConvertAll(term.Lexemes, PorterStemmer.Stem));
            termExpressions.Add($"search_words(@Term{i}, @Stems{i}) as term{i}");
        }

        var includedTerms = GetNames(term => !term.IsExcluded);
        var matchOperands = includedTerms.Concat(GetNames(term => term.IsExcluded).Select(name => $"!!{name}"));
        return $"""
            query as materialized (
              select {string.Join(" && ", matchOperands)} as matching, {string.Join(" || ", includedTerms)} as ranking
              from (select {string.Join(", ", termExpressions)} offset 0) as terms)
            """;

        List<string> GetNames(Func<SearchTerm, bool> predicate) => searchQuery.Terms.Index().Where(term => predicate(term.Item)).Select(term => $"term{term.Index}").ToList();
    }

    /// <summary>
    /// Returns common table expressions. The last one, `hits`, has the kind, id, score and facet values of each match.
    /// <paramref name="hasOnlyCommonWords"/> is true if every word of the query is common.
    /// </summary>
    public static string BuildHitsSql(SearchQuery searchQuery, DynamicParameters parameters, bool hasOnlyCommonWords, IReadOnlyCollection<SearchType> types, string storyFilters)
    {
        var isSingleRareWord = searchQuery.IsSingleWord && !hasOnlyCommonWords;

        // Matches from the full-text index need no recheck. Nor do the stories in the postings of a single word, because they contain the
        // word.
        var matchCondition = !hasOnlyCommonWords ? "true" : searchQuery.IsSingleWord ? "(s.term_score is not null or s.body @@ query.matching)" : "s.body @@ query.matching";
        List<string> branches = [];
        if (types.Contains(SearchType.Story))
        {
            // Uses a full join, because PostgreSQL never executes it as a nested loop. A left join becomes a nested loop when the planner
            // expects few stories, as with a year filter or in a small library.
            branches.Add($"""
                select '{SearchType.Story.GetName()}', s.story_id, s.published_at, s.founder_id, s.topics, coalesce(s.term_score, 0) + {(isSingleRareWord ? "0" : "coalesce(head.score, 0)")}
                  from (
                    select {StoryColumns}, scores.score as term_score
                    from {(hasOnlyCommonWords ? FromCommonWordStories : FromRareWordStories)}
                    full join {(isSingleRareWord ? "word_scores" : "posting_scores")} as scores on scores.story_id = candidate.story_id
                    offset 0) as s
                  cross join query
                  {(isSingleRareWord ? "" : JoinHeadScore)}
                  where s.story_id is not null and {matchCondition}{storyFilters}
                """);
        }

        if (types.Contains(SearchType.Takeaway))
        {
            branches.Add($"""
                select '{SearchType.Takeaway.GetName()}', v.takeaway_id, v.published_at, null::uuid, null::uuid[], 0.6 * ts_rank(array[0.1, 0.3, 0.5, 1.0], v.words, query.ranking)
                  from ({(hasOnlyCommonWords ? SelectCommonWordTakeaways : SelectRareWordTakeaways)}) as v{(storyFilters.Length == 0 ? "" : " join story_search s on s.story_id = v.story_id")}
                  cross join query
                  where {(hasOnlyCommonWords ? "v.words @@ query.matching" : "true")}{storyFilters}
                """);
        }

        if (types.Contains(SearchType.Founder))
        {
            branches.Add($$"""
                select '{{SearchType.Founder.GetName()}}', v.founder_id, null::timestamptz, null::uuid, null::uuid[], ts_rank(array[0.05, 0.3, 0.5, 1.0], v.words, query.ranking) + case when ts_filter(v.words, '{a}') @@ query.matching then 0.5 else 0 end
                  from (select founder_id from founder_search, query where words @@ query.matching limit 500) as candidate
                  join founder_search v on v.founder_id = candidate.founder_id
                  cross join query
                  where exists (select from story where founder_id = v.founder_id)
                """);
        }

        return $"""
            with {BuildQuerySql(searchQuery, parameters)},
            posting_scores as materialized (
              select v.story_id, 0.6 * sum(p.impact)::float8 / 10000 as score
              from unnest(@Hashes) as term (hash)
              cross join lateral (select document_number, impact from term_posting where term = term.hash order by impact desc limit {GetPostingsPerTerm(searchQuery.TermHashes.Length, isRankingOnly: isSingleRareWord && storyFilters.Length == 0)}) as p
              join story_terms v on v.document_number = p.document_number
              group by v.story_id),
            {(isSingleRareWord ? WordScores : "")}
            hits as materialized (
              select kind, id, published_at, founder_id, topics, (score * {ScoreScale})::bigint as score
              from (
                {string.Join("\n  union all\n  ", branches)}) as matches (kind, id, published_at, founder_id, topics, score))
            """;
    }

    private const string StoryColumns = "candidate.story_id, candidate.published_at, candidate.founder_id, candidate.topics, candidate.body";
    private const string TakeawayColumns = "takeaway_id, story_id, published_at, words";

    private const string FromRareWordStories = $"(select {StoryColumns} from story_search candidate, query where body @@ query.matching limit 2000) as candidate";

    private const string HeadScoreColumn = "ts_rank(array[0.15, 0.3, 0.6, 1.0], words, query.ranking) as score";

    /// <summary>
    /// Adds up the score of each story for a single word: from the postings of the word, and from the story heads (all texts but the body)
    /// that contain the word. Stories in neither score 0, so their heads are not read.
    /// </summary>
    private const string WordScores = $"""
        word_scores as materialized (
              select story_id, sum(score) as score
              from (
                select story_id, score from posting_scores
                union all
                (select story_id, {HeadScoreColumn} from story_search_head, query where words @@ query.ranking limit 2000)) as scores
              group by story_id),
        """;

    /// <summary>Scores the head of each story. Without the limit, the planner may scan all heads instead of looking up one.</summary>
    private const string JoinHeadScore = $"left join lateral (select {HeadScoreColumn} from story_search_head where story_id = s.story_id limit 1) as head on true";

    /// <summary>Selects the candidates for common words.</summary>
    /// <remarks>
    /// The planner assumes that the second limit returns a tenth of the library. The array keeps the planner from scanning all stories. The
    /// offset keeps it from intersecting the few hundred candidates with every match in the full-text index.
    /// </remarks>
    private static readonly string FromCommonWordStories = $"""
        (select {StoryColumns} from story_search candidate where story_id = any(array(
                    (select story_id from posting_scores order by score desc limit {MaxPostingCandidates})
                    union
                    (select story_id from story_search order by published_at desc, story_id desc limit greatest(0, {MaxNewestCandidates} - (select count(*) from posting_scores)))))
            offset 0) as candidate
        """;

    private const string SelectRareWordTakeaways = $"select {TakeawayColumns} from takeaway_search, query where words @@ query.matching limit 2000";

    private const string SelectCommonWordTakeaways = $"select {TakeawayColumns} from takeaway_search order by published_at desc, takeaway_id desc limit 2000";

    /// <summary>
    /// Returns the statement for one page of hits, followed by one row with the total and the data for the facets
    /// (<see cref="FacetCounts"/>).
    /// </summary>
    public static string BuildPageSql(string hitsSql, bool isFirstPage) => $"""
        {hitsSql},
        page as (
          select kind, id, score
          from hits
          {(isFirstPage ? "" : "where (score, id) < (@Key, @Id)")}
          order by score desc, id desc
          limit @Limit)
        select kind as Type, id as Id, score as ScaledScore, 0 as Total,
          null::uuid[] as Founders, null::timestamptz[] as Published, null::uuid[] as Topics, null::int[] as TopicCounts
        from page
        union all
        select null, null, 0, (select count(*)::int from hits),
          (select array_agg(founder_id) from hits where founder_id is not null), (select array_agg(published_at) from hits where kind = '{SearchType.Story.GetName()}'),
          array_agg(topic_id), array_agg(story_count)
        from (
          select topic_id, count(*)::int as story_count
          from (select unnest(topics) as topic_id from hits) as hit_topics
          group by topic_id
          order by 2 desc, 1
          limit {FacetCounts.MaxValues}) as topics;

        """;

    /// <summary>
    /// Selects the cards, takeaways and founders of a page, the sections of its stories for highlighting, and the names of the facet
    /// values.
    /// </summary>
    public static readonly string SelectItems = $"""
        select {CardSql.Columns}, convert_to(s.sections::text, 'UTF8') as Sections {CardSql.From} where s.id = any(@Stories);

        select t.id as TakeawayId, t.position as Position, t.statement as Statement, t.explanation as Explanation, {CardSql.Columns}
        from takeaway t join story s on s.id = t.story_id left join founder f on f.id = s.founder_id
        where t.id = any(@Takeaways);

        select {FounderReader.Columns} from founder f where f.id = any(@Founders);

        select id as Id, slug as Value, name as Name from founder where id = any(@CountedFounders)
        union all
        select id, slug, name from topic where id = any(@CountedTopics);

        """;
}
