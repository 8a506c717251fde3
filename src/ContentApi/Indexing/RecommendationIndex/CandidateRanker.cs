namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>Compares a story with its candidates and ranks them.</summary>
internal sealed class CandidateRanker
{
    /// <summary>The length of a story's list. A request may ask for 20, and the mixer skips some.</summary>
    public const int ListLength = 24;

    /// <summary>The maximum number of candidates that are compared in full. More do not improve the measured quality.</summary>
    public const int Candidates = 120;

    /// <summary>The number of terms of a story by which candidates are found, and the number of postings read for each.</summary>
    public const int QueryTerms = 40;
    public const int PostingsPerTerm = 300;

    /// <summary>The number of top-ranked candidates whose takeaways are compared.</summary>
    public const int WithLessons = 40;

    /// <summary>The maximum score added for a similar takeaway.</summary>
    private const float SameLesson = 0.1f;

    /// <summary>The score below which a candidate counts as unrelated.</summary>
    private const float Least = 0.01f;

    private const int SharedTerms = 5;

    private readonly StorySimilarity similarity;
    private readonly StoryTerms story;
    private readonly List<(StoryTerms Other, SimilarityFeatures Fit)> ranked;

    public CandidateRanker(StoryTerms story, IEnumerable<StoryTerms> candidates, TermStatistics statistics, Func<Guid, float> topicRarity)
    {
        this.story = story;
        similarity = new(story, statistics, topicRarity);
        ranked = candidates.Where(other => other.Id != story.Id).Select(other => (Other: other, Fit: similarity.With(other))).OrderByDescending(pair => pair.Fit.Score).ThenBy(pair => pair.Other.Id).ToList();
    }

    public IEnumerable<Guid> All => ranked.Select(pair => pair.Other.Id);

    /// <summary>The ids of the candidates whose takeaways are compared.</summary>
    public IEnumerable<Guid> Best => ranked.Take(WithLessons).Select(pair => pair.Other.Id);

    /// <summary>
    /// Returns the canonical story of the group of near-duplicates, or null if this story is canonical or has no duplicates.
    /// </summary>
    public Guid? DuplicateOf() =>
        Same.Select(other => other.DuplicateOf ?? other.Id).Where(other => other.CompareTo(story.Id) < 0).Order().Select(other => (Guid?)other).FirstOrDefault();

    /// <summary>Returns the near-duplicates of this story with a higher id.</summary>
    public IEnumerable<Guid> Copies() => Same.Select(other => other.Id).Where(other => other.CompareTo(story.Id) > 0);

    /// <summary>Returns the story's own list, best first.</summary>
    public List<RankedCandidate> List(TakeawayVectorIndex lessons, Func<int, string> written) =>
        Scored(lessons)
            .Where(pair => pair.Score >= Least)
            .OrderByDescending(pair => pair.Score)
            .ThenBy(pair => pair.Other.Id)
            .Take(ListLength)
            .Select(pair => new RankedCandidate(story.Id, pair.Other.Id, pair.Score, Shared(pair.Other, written), pair.Match?.Mine, pair.Match?.Theirs))
            .ToList();

    /// <summary>
    /// Returns the entries that the story adds to the lists of other stories. <paramref name="last"/> returns the lowest score of a list,
    /// or 0 if the list is not full.
    /// </summary>
    public List<RankedCandidate> Entries(TakeawayVectorIndex lessons, Func<int, string> written, Func<Guid, float> last) =>
        Scored(lessons)
            .Where(pair => pair.Reverse >= Least && pair.Reverse > last(pair.Other.Id))
            .Select(pair => new RankedCandidate(pair.Other.Id, story.Id, pair.Reverse, Shared(pair.Other, written), pair.Match?.Theirs, pair.Match?.Mine))
            .ToList();

    /// <summary>Compares the story with its only candidate.</summary>
    public (SimilarityFeatures Fit, float Lesson, RankedCandidate Neighbour) Compare(TakeawayVectorIndex lessons, Func<int, string> written)
    {
        var (other, score, _, match) = Scored(lessons).Single();
        return (ranked[0].Fit, (match?.Similarity ?? 0) * SameLesson, new(story.Id, other.Id, score, Shared(other, written), match?.Mine, match?.Theirs));
    }

    private IEnumerable<StoryTerms> Same => ranked.Where(pair => pair.Fit.Text > StorySimilarity.NearDuplicate).Select(pair => pair.Other);

    private IEnumerable<(StoryTerms Other, float Score, float Reverse, TakeawayMatch? Match)> Scored(TakeawayVectorIndex lessons) =>
        ranked.Select((pair, i) =>
        {
            var match = i < WithLessons ? lessons.Match(story.Id, pair.Other.Id) : null;
            var bonus = (match?.Similarity ?? 0) * SameLesson;
            return (pair.Other, Raise(pair.Fit.Score, bonus), Raise(pair.Fit.Reverse, bonus), match);
        });

    private string[] Shared(StoryTerms other, Func<int, string> written) =>
        similarity.SharedTerms(other, SharedTerms).Select(written).Where(word => word.Length > 2 || word.Any(c => c > 127)).Distinct().ToArray();

    private static float Raise(float score, float bonus) => 1 - ((1 - score) * (1 - bonus));
}
