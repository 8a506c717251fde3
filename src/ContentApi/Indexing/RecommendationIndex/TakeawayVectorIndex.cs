using ContentApi.Core.Text;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>The takeaway vectors of stories, for finding similar takeaways.</summary>
internal sealed class TakeawayVectorIndex
{
    /// <summary>The minimum similarity of a match.</summary>
    private const float MinSimilarity = 0.2f;

    private readonly ILookup<Guid, TakeawayVector> byStory;

    private TakeawayVectorIndex(ILookup<Guid, TakeawayVector> byStory) => this.byStory = byStory;

    public static TakeawayVectorIndex Create(IEnumerable<(Guid Story, Guid Id, int[] Terms)> takeaways, TermStatistics statistics) =>
        new(takeaways.Select(takeaway => (takeaway.Story, Vector: TakeawayVector.Create(takeaway.Id, takeaway.Terms, statistics))).ToLookup(pair => pair.Story, pair => pair.Vector));

    public static int[] ExtractTerms(TakeawayText takeaway) => TermExtractor.ExtractWordTerms(takeaway.FullText).Distinct().Order().ToArray();

    /// <summary>Returns the most similar pair of takeaways of two stories, or null if no pair is similar enough.</summary>
    public TakeawayMatch? FindBestMatch(Guid storyId, Guid otherId)
    {
        TakeawayMatch? bestMatch = null;
        foreach (var takeaway in byStory[storyId])
        {
            foreach (var otherTakeaway in byStory[otherId])
            {
                if (takeaway.ComputeSimilarity(otherTakeaway) is var similarity && similarity >= Math.Max(MinSimilarity, bestMatch?.Similarity ?? 0))
                {
                    bestMatch = new(takeaway.Id, otherTakeaway.Id, similarity);
                }
            }
        }

        return bestMatch;
    }
}
