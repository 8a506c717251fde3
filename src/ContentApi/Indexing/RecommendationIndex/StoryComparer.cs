using ContentApi.Core.Text;
using Dapper;
using Npgsql;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>Compares a story with the library before the story is published, in a few round trips to the database.</summary>
internal sealed class StoryComparer(TermStatisticsCache statisticsCache)
{
    private static readonly string SelectTakeawaysAndLists =
        ChangedStories.SelectTakeawaysSql($"any(@TakeawayCandidateIds || array({CandidateFinder.SelectListingStories("= any(@ReplacedIds)")}))")
        + ChangedStories.SelectListsSql($"any(@ReverseCandidateIds || array({CandidateFinder.SelectListingStories("= any(@ReplacedIds)")}))");

    /// <summary>Compares a story.</summary>
    /// <param name="connection">The connection to read with.</param>
    /// <param name="attributes">The story. Founders and topics that do not exist yet have no influence.</param>
    /// <param name="text">The texts of the story; its takeaways have ids.</param>
    /// <param name="stored">The stored terms of the live version, or null.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async Task<StoryComparison> Compare(NpgsqlConnection connection, StoryAttributes attributes, ComparableStory text, StoredTerms? stored, CancellationToken cancellationToken)
    {
        var vocabulary = new Vocabulary();
        var termCounts = TermExtractor.Extract(text, vocabulary);
        var displayForms = vocabulary.GetDisplayForms();
        var change = CreateTermChange(termCounts, displayForms, stored);
        var cachedStatistics = await statisticsCache.Read(connection, [.. termCounts.Terms, .. termCounts.LeadTerms], cancellationToken);
        var statistics = cachedStatistics.With(change);

        var story = StoryTerms.Create(attributes, termCounts, statistics);
        var (candidates, topicSizes) = await CandidateFinder.Find(connection, story, statistics, cancellationToken);
        var ranker = new CandidateRanker(story, candidates, statistics, topic => ComputeTopicRarity(topicSizes.GetValueOrDefault(topic), statistics.StoryCount));

        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            SelectTakeawaysAndLists,
            new { TakeawayCandidateIds = ranker.TakeawayCandidateIds.ToArray(), ReverseCandidateIds = ranker.ReverseCandidateIds.ToArray(), ReplacedIds = new[] { attributes.Id } },
            cancellationToken: cancellationToken));
        var takeaways = text.Takeaways.Concat(await results.ReadAsync<TakeawayText>()).Select(takeaway => (takeaway.StoryId, takeaway.Id, Terms: TakeawayVectorIndex.ExtractTerms(takeaway))).ToList();
        var lists = await ChangedStories.ReadLists(results);
        await results.DisposeAsync();
        await TermStatisticsCache.ReadMissing(connection, cachedStatistics, takeaways.SelectMany(takeaway => takeaway.Terms).ToArray(), cancellationToken);
        return new(story, stored, change, statistics, displayForms, ranker, takeaways, lists);
    }

    /// <summary>Returns the rarity of a topic, from 1 for a topic of one story to 0 for a topic of all stories.</summary>
    public static float ComputeTopicRarity(int topicSize, int storyCount) =>
        storyCount < 2 ? 0 : Math.Clamp(1 - (MathF.Log(Math.Clamp(topicSize, 1, storyCount)) / MathF.Log(storyCount)), 0, 1);

    private static TermChange CreateTermChange(TermCounts termCounts, Dictionary<int, string> displayForms, StoredTerms? stored)
    {
        var storedTerms = stored?.UnpackTerms() ?? [];
        var added = stored is null ? termCounts.Terms : termCounts.Terms.Except(storedTerms).ToArray();
        return new(
            (short)(stored is null ? 1 : 0),
            termCounts.WordCount - (stored?.WordCount ?? 0),
            added,
            Array.ConvertAll(added, term => displayForms.GetValueOrDefault(term, "")),
            storedTerms.Except(termCounts.Terms).ToArray());
    }
}
