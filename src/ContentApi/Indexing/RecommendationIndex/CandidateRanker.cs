namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>A story's candidates, compared with it and put in order.</summary>
internal sealed class CandidateRanker
{
    /// <summary>How many recommendations a story's list has: 20 may be asked for, and the mix passes some over.</summary>
    public const int ListLength = 24;

    /// <summary>How many candidates are compared in full. With 200 of them the measured quality is the same (nDCG@4 0.501, odd ids), with 80 nearly so.</summary>
    public const int Candidates = 120;

    /// <summary>By how many of a story's terms candidates are found, and how many of each term's strongest stories are looked at.</summary>
    public const int QueryTerms = 40;
    public const int PostingsPerTerm = 300;

    /// <summary>Of how many, the best, lessons are compared.</summary>
    public const int WithLessons = 40;

    /// <summary>What two stories with the same lesson gain.</summary>
    private const float SameLesson = 0.1f;

    /// <summary>Below it a score means that nothing was found.</summary>
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

    /// <summary>The candidates whose lessons matter for the order.</summary>
    public IEnumerable<Guid> Best => ranked.Take(WithLessons).Select(pair => pair.Other.Id);

    /// <summary>The first of the stories that tell the same as this one, or null when that is this one.</summary>
    public Guid? DuplicateOf() =>
        Same.Select(other => other.DuplicateOf ?? other.Id).Where(other => other.CompareTo(story.Id) < 0).Order().Select(other => (Guid?)other).FirstOrDefault();

    /// <summary>The stories that tell the same as this one and come after it.</summary>
    public IEnumerable<Guid> Copies() => Same.Select(other => other.Id).Where(other => other.CompareTo(story.Id) > 0);

    /// <summary>The story's own list.</summary>
    public List<RankedCandidate> List(TakeawayVectorIndex lessons, Func<int, string> written) =>
        Scored(lessons)
            .Where(pair => pair.Score >= Least)
            .OrderByDescending(pair => pair.Score)
            .ThenBy(pair => pair.Other.Id)
            .Take(ListLength)
            .Select(pair => new RankedCandidate(story.Id, pair.Other.Id, pair.Score, Shared(pair.Other, written), pair.Match?.Mine, pair.Match?.Theirs))
            .ToList();

    /// <summary>The lists of others that the story enters: <paramref name="last"/> says what a list's last one scores, 0 where there is room.</summary>
    public List<RankedCandidate> Entries(TakeawayVectorIndex lessons, Func<int, string> written, Func<Guid, float> last) =>
        Scored(lessons)
            .Where(pair => pair.Reverse >= Least && pair.Reverse > last(pair.Other.Id))
            .Select(pair => new RankedCandidate(pair.Other.Id, story.Id, pair.Reverse, Shared(pair.Other, written), pair.Match?.Theirs, pair.Match?.Mine))
            .ToList();

    /// <summary>The comparison with the only candidate.</summary>
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
