namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>Compares a story with its candidates and ranks them.</summary>
internal sealed class CandidateRanker
{
    /// <summary>The maximum length of a story's list: a request can read 20 entries, and the mixer drops some.</summary>
    public const int MaxListLength = 24;

    /// <summary>The maximum number of candidates that are found by their terms. More do not improve the measured quality.</summary>
    public const int MaxCandidates = 80;

    /// <summary>The number of a story's strongest terms by which candidates are found.</summary>
    public const int MaxQueryTerms = 40;

    /// <summary>The maximum number of postings that are read for each query term.</summary>
    public const int MaxPostingsPerTerm = 64;

    /// <summary>The number of top-ranked candidates whose takeaways are compared for the story's own list.</summary>
    public const int MaxTakeawayComparisons = 40;

    /// <summary>The maximum score added for a similar takeaway.</summary>
    private const float MaxTakeawayBonus = 0.1f;

    /// <summary>The score below which a candidate counts as unrelated.</summary>
    private const float MinScore = 0.01f;

    /// <summary>The maximum number of terms that a reason shows.</summary>
    private const int MaxSharedTerms = 5;

    /// <summary>The maximum number of candidates whose lists the story can enter, besides those whose lists contain it.</summary>
    public const int MaxReverseEntries = 40;

    /// <summary>
    /// The maximum number of lists with the story in which a new version gets a new score. In further lists, it keeps the score and the
    /// reasons of the version before until all lists are rebuilt.
    /// </summary>
    public const int MaxUpdatedEntries = 200;

    private readonly StorySimilarity similarity;
    private readonly StoryTerms story;
    private readonly List<(StoryTerms Story, SimilarityFeatures Features)> ranked;

    public CandidateRanker(StoryTerms story, IEnumerable<StoryTerms> candidates, TermStatistics statistics, Func<Guid, float> topicRarity)
    {
        this.story = story;
        similarity = new(story, statistics, topicRarity);
        ranked = Rank([], candidates);
    }

    private CandidateRanker(CandidateRanker other, IReadOnlyCollection<StoryTerms> changed, IReadOnlySet<Guid> replacedIds)
    {
        (story, similarity) = (other.story, other.similarity);
        ranked = Rank(other.ranked.Where(entry => !replacedIds.Contains(entry.Story.Id)), changed);
    }

    /// <summary>Gets the ids of the candidates whose takeaways are compared for the story's own list.</summary>
    public IEnumerable<Guid> TakeawayCandidateIds => ranked.Take(MaxTakeawayComparisons).Select(entry => entry.Story.Id);

    /// <summary>Gets the ids of the candidates whose lists the story can enter, besides those whose lists contain it.</summary>
    public IEnumerable<Guid> ReverseCandidateIds => ranked.OrderByDescending(entry => entry.Features.ReverseScore).Take(MaxReverseEntries).Select(entry => entry.Story.Id);

    /// <summary>Gets the ids of all candidates.</summary>
    public IEnumerable<Guid> CandidateIds => ranked.Select(entry => entry.Story.Id);

    /// <summary>Returns the ranking with some candidates replaced by their current terms, or removed.</summary>
    public CandidateRanker With(IReadOnlyCollection<StoryTerms> changed, IReadOnlySet<Guid> replacedIds) => new(this, changed, replacedIds);

    /// <summary>
    /// Returns the id of the canonical story among the near-duplicates, or null if this story is canonical or has no duplicates.
    /// </summary>
    public Guid? FindCanonicalId() =>
        NearDuplicates.Select(candidate => candidate.DuplicateOf ?? candidate.Id).Where(id => id.CompareTo(story.Id) < 0).Order().Select(id => (Guid?)id).FirstOrDefault();

    /// <summary>Returns the near-duplicates of this story with a higher id.</summary>
    public IEnumerable<Guid> FindLaterDuplicateIds() => NearDuplicates.Select(candidate => candidate.Id).Where(id => id.CompareTo(story.Id) > 0);

    /// <summary>Returns the story's own list, best first.</summary>
    public List<RankedCandidate> BuildList(TakeawayVectorIndex takeaways, Func<int, string> getDisplayForm) =>
        ScoreCandidates(takeaways, MaxTakeawayComparisons)
            .Where(entry => entry.Score >= MinScore)
            .OrderByDescending(entry => entry.Score)
            .ThenBy(entry => entry.Story.Id)
            .Take(MaxListLength)
            .Select(entry => new RankedCandidate(story.Id, entry.Story.Id, entry.Score, GetSharedWords(entry.Story, getDisplayForm), entry.Match?.TakeawayId, entry.Match?.OtherTakeawayId))
            .ToList();

    /// <summary>
    /// Returns the entries that the story adds to the lists of its candidates. <paramref name="minScores"/> has the lowest score in the
    /// list of each candidate that counts, or 0 if that list is not full. Compares all takeaways in <paramref name="takeaways"/>.
    /// </summary>
    public List<RankedCandidate> BuildReverseEntries(TakeawayVectorIndex takeaways, Func<int, string> getDisplayForm, IReadOnlyDictionary<Guid, float> minScores) =>
        ScoreCandidates(takeaways, ranked.Count)
            .Where(entry => entry.ReverseScore >= MinScore && minScores.TryGetValue(entry.Story.Id, out var minScore) && entry.ReverseScore > minScore)
            .Select(entry => new RankedCandidate(entry.Story.Id, story.Id, entry.ReverseScore, GetSharedWords(entry.Story, getDisplayForm), entry.Match?.OtherTakeawayId, entry.Match?.TakeawayId))
            .ToList();

    /// <summary>Compares the story with its candidate, which must be the only one.</summary>
    public (SimilarityFeatures Features, float TakeawayBonus, RankedCandidate Candidate) Compare(TakeawayVectorIndex takeaways, Func<int, string> getDisplayForm)
    {
        var (candidate, score, _, match) = ScoreCandidates(takeaways, MaxTakeawayComparisons).Single();
        return (ranked[0].Features, (match?.Similarity ?? 0) * MaxTakeawayBonus, new(story.Id, candidate.Id, score, GetSharedWords(candidate, getDisplayForm), match?.TakeawayId, match?.OtherTakeawayId));
    }

    private IEnumerable<StoryTerms> NearDuplicates => ranked.Where(entry => entry.Features.Text > StorySimilarity.NearDuplicateThreshold).Select(entry => entry.Story);

    private IEnumerable<(StoryTerms Story, float Score, float ReverseScore, TakeawayMatch? Match)> ScoreCandidates(TakeawayVectorIndex takeaways, int maxTakeawayComparisons) =>
        ranked.Select((entry, i) =>
        {
            var match = i < maxTakeawayComparisons ? takeaways.FindBestMatch(story.Id, entry.Story.Id) : null;
            var bonus = (match?.Similarity ?? 0) * MaxTakeawayBonus;
            return (entry.Story, AddBonus(entry.Features.Score, bonus), AddBonus(entry.Features.ReverseScore, bonus), match);
        });

    private List<(StoryTerms Story, SimilarityFeatures Features)> Rank(IEnumerable<(StoryTerms Story, SimilarityFeatures Features)> compared, IEnumerable<StoryTerms> others) =>
        compared.Concat(others.Where(candidate => candidate.Id != story.Id).Select(candidate => (Story: candidate, Features: similarity.Compare(candidate))))
            .OrderByDescending(entry => entry.Features.Score)
            .ThenBy(entry => entry.Story.Id)
            .ToList();

    private string[] GetSharedWords(StoryTerms candidate, Func<int, string> getDisplayForm) =>
        similarity.FindSharedTerms(candidate, MaxSharedTerms).Select(getDisplayForm).Where(word => word.Length > 2 || word.Any(c => c > 127)).Distinct().ToArray();

    private static float AddBonus(float score, float bonus) => 1 - ((1 - score) * (1 - bonus));
}
