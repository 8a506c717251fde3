using ContentApi.Core.Text;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>The lessons of stories, to find those that say the same.</summary>
internal sealed class TakeawayVectorIndex
{
    /// <summary>Less than this is not the same lesson.</summary>
    private const float Least = 0.2f;

    private readonly ILookup<Guid, TakeawayVector> byStory;

    private TakeawayVectorIndex(ILookup<Guid, TakeawayVector> byStory) => this.byStory = byStory;

    public static TakeawayVectorIndex Create(IEnumerable<(Guid Story, Guid Id, int[] Terms)> lessons, TermStatistics statistics) =>
        new(lessons.Select(lesson => (lesson.Story, Lesson: TakeawayVector.Create(lesson.Id, lesson.Terms, statistics))).ToLookup(pair => pair.Story, pair => pair.Lesson));

    public static int[] Terms(TakeawayText takeaway) => TermExtractor.Singles(takeaway.All).Distinct().Order().ToArray();

    /// <summary>The lesson of the second story that is nearest to one of the first, or null.</summary>
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
