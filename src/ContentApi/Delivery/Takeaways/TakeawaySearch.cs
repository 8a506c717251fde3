using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Data;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Indexing.SearchIndex;
using ContentApi.Library;
using ContentApi.Web.Paging;
using Dapper;
using Microsoft.Extensions.Options;

namespace ContentApi.Delivery.Takeaways;

/// <summary>Searches takeaways across stories: by words, and by similarity to another takeaway.</summary>
internal sealed class TakeawaySearch(SnapshotReader reader, IOptions<LibraryOptions> options)
{
    /// <summary>The maximum number of words by which similar takeaways are found. The rarest words of the takeaway are used.</summary>
    private const int MaxQueryWords = 8;

    /// <summary>The maximum number of takeaways that are compared for each query word.</summary>
    private const int MaxCandidatesPerWord = 300;

    /// <summary>The similarity below which a takeaway does not count as similar.</summary>
    private const float MinSimilarity = 0.05f;

    private static readonly string Columns = $"""
        t.id as TakeawayId, t.position as Position, t.statement as Statement, t.explanation as Explanation,
            {CardSql.Columns}
        """;

    private const string Joins = "join takeaway t on t.id = v.takeaway_id join story s on s.id = t.story_id left join founder f on f.id = s.founder_id";

    /// <summary>
    /// Returns one page of the takeaways that match a query, best first. If more than 2,000 match, ranks an arbitrary 2,000 of them.
    /// </summary>
    public Task<Page<Takeaway>> Search(TakeawayListQuery listQuery, SearchQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        var filters = new StoryFilters(listQuery.Founder, listQuery.Topic, page.Parameters);
        filters.Parameters.Add("TimeZone", options.Value.TimeZone);
        var querySql = SearchSql.BuildQuerySql(query, filters.Parameters);
        if (listQuery.Story is not null)
        {
            filters.AddStoryCondition(listQuery.Story);
        }

        // With a filter on founder, topic or story, takeaways are found through the stories; otherwise, through the full-text index.
        var isFilteredByStory = listQuery.Founder is not null || listQuery.Topic is not null || listQuery.Story is not null;
        var hitsSql = $"""
            with {querySql},
            hits as materialized (
              select v.takeaway_id as id, round((ts_rank(array[0.1, 0.3, 0.5, 1.0], v.words, query.ranking))::numeric * {SearchSql.ScoreScale})::bigint as score
              from query
              cross join lateral (
                {(isFilteredByStory
                    ? $"select v.takeaway_id, v.words {filters.FromClause} join takeaway t on t.story_id = s.id join takeaway_search v on v.takeaway_id = t.id where {filters.WhereClause} and v.words @@ query.matching"
                    : "select takeaway_id, words from takeaway_search where words @@ query.matching")}
                limit {SearchSql.MaxRankedMatches}) as v)
            """;
        return reader.Read(
            $"""
            {hitsSql}
            select {Columns}, hit.score as Score
            from (select id, score from hits where true{page.After("(score, id) < (@Key, @Id)")} order by score desc, id desc limit @Limit) as hit
            join takeaway t on t.id = hit.id
            join story s on s.id = t.story_id
            left join founder f on f.id = s.founder_id
            order by hit.score desc, hit.id desc;

            {page.Count($"{hitsSql} select count(*) from hits")}
            """,
            filters.Parameters,
            results => page.Read<RankedTakeaway, Takeaway>(results, row => row.ToTakeaway(), row => page.CreateCursor(Cursor.FormatKey(row.Score), row.TakeawayId, reader.Revision)),
            cancellationToken);
    }

    /// <summary>Returns the most similar takeaways of other stories, most similar first, or null if the takeaway does not exist.</summary>
    public async Task<IReadOnlyList<Takeaway>?> FindSimilar(Guid id, int limit, CancellationToken cancellationToken)
    {
        var takeaway = await reader.Read(
            "select story_id as StoryId, id as Id, statement as Statement, explanation as Explanation from takeaway where id = @id;",
            new { id },
            results => results.ReadSingleOrDefaultAsync<TakeawayText>(),
            cancellationToken);
        if (takeaway is null)
        {
            return null;
        }

        var words = Tokenizer.Tokenize(takeaway.FullText).Select(word => word.Text).Distinct(StringComparer.Ordinal).Where(word => !StopWords.Contains(word)).ToArray();
        var wordsByTerm = words.ToLookup(word => TermExtractor.ExtractWordTerms(word).FirstOrDefault());
        var wordParts = wordsByTerm.Select(word => Tokenizer.SplitIdentifier(word.First())).ToList();
        var (statistics, candidates) = await reader.Read(
            $"""
            select story_count, word_count from term_statistics;

            select hash, story_count from term where hash = any(@Hashes);

            with rarest as materialized (
              select search_words(string_to_array(input.word, '_'), string_to_array(input.stem, '_')) as query
              from unnest(@Words, @Stems, @Hashes) as input (word, stem, hash)
              left join term on term.hash = input.hash
              order by coalesce(term.story_count, 1)
              limit {MaxQueryWords}),
            candidates as (
              select distinct matches.takeaway_id
              from rarest
              cross join lateral (select takeaway_id from takeaway_search where words @@ rarest.query limit {MaxCandidatesPerWord}) as matches)
            select {Columns}
            from candidates v
            {Joins}
            where t.story_id <> @StoryId;
            """,
            new
            {
                takeaway.StoryId,
                Words = wordParts.ConvertAll(word => string.Join('_', word)),
                Stems = wordParts.ConvertAll(word => string.Join('_', word.Select(PorterStemmer.Stem))),
                Hashes = wordsByTerm.Select(word => word.Key).ToArray(),
                options.Value.TimeZone,
            },
            async results =>
            {
                var (storyCount, wordCount) = await results.ReadSingleAsync<(int, long)>();
                var documentFrequencies = (await results.ReadAsync<(int Hash, int Stories)>()).ToDictionary(row => row.Hash, row => row.Stories);
                return (new TermStatistics(storyCount, wordCount, documentFrequencies), (await results.ReadAsync<TakeawayCardRow>()).AsList());
            },
            cancellationToken);

        var vector = TakeawayVector.Create(id, TakeawayVectorIndex.ExtractTerms(takeaway), statistics);
        return candidates
            .Select(row => (Row: row, Similarity: TakeawayVector.Create(row.TakeawayId, TakeawayVectorIndex.ExtractTerms(new(row.Id, row.TakeawayId, row.Statement, row.Explanation)), statistics).ComputeSimilarity(vector)))
            .Where(pair => pair.Similarity >= MinSimilarity)
            .OrderByDescending(pair => pair.Similarity)
            .ThenBy(pair => pair.Row.TakeawayId)
            .Take(limit)
            .Select(pair => pair.Row.ToTakeaway())
            .ToList();
    }
}

/// <summary>A takeaway with its relevance score, in millionths.</summary>
internal sealed record RankedTakeaway : TakeawayCardRow
{
    public required long Score { get; init; }
}
