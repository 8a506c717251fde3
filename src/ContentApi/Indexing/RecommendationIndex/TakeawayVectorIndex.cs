using ContentApi.Core.Text;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>The takeaway vectors of stories, for finding similar takeaways.</summary>
internal sealed class TakeawayVectorIndex
{
    /// <summary>The minimum similarity of a match.</summary>
    private const float Least = 0.2f;

    private readonly ILookup<Guid, TakeawayVector> byStory;

    private TakeawayVectorIndex(ILookup<Guid, TakeawayVector> byStory) => this.byStory = byStory;

    public static TakeawayVectorIndex Create(IEnumerable<(Guid Story, Guid Id, int[] Terms)> lessons, TermStatistics statistics) =>
        new(lessons.Select(lesson => (lesson.Story, Lesson: TakeawayVector.Create(lesson.Id, lesson.Terms, statistics))).ToLookup(pair => pair.Story, pair => pair.Lesson));

    public static int[] Terms(TakeawayText takeaway) => TermExtractor.ExtractWordTerms(takeaway.FullText).Distinct().Order().ToArray();

    /// <summary>Returns the most similar pair of takeaways of two stories, or null if no pair is similar enough.</summary>
    public TakeawayMatch? Match(Guid story, Guid other)
    {
        TakeawayMatch? best = null;
        foreach (var mine in byStory[story])
        {
            foreach (var theirs in byStory[other])
            {
                if (mine.Similarity(theirs) is var similarity && similarity >= Math.Max(Least, best?.Similarity ?? 0))
                {
                    best = new(mine.Id, theirs.Id, similarity);
                }
            }
        }

        return best;
    }
}
