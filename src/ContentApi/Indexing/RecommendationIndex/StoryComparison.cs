namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>A story compared with its candidates: its terms, its own list, and the entries that it adds to the lists of other stories.</summary>
/// <remarks>Builds the lists on first use, so that <see cref="With"/> does not build them twice.</remarks>
internal sealed class StoryComparison(
    StoryTerms story, StoredTerms? stored, TermChange termChange, TermStatistics statistics, IReadOnlyDictionary<int, string> displayForms,
    CandidateRanker ranker, IReadOnlyList<(Guid Story, Guid Id, int[] Terms)> takeaways, IReadOnlyDictionary<Guid, RecommendedStory> reverseCandidates)
{
    public StoryTerms Story => story;

    /// <summary>Gets the terms of the live version, which this version replaces.</summary>
    public StoredTerms? Stored => stored;

    public TermChange TermChange => termChange;

    public TermStatistics Statistics => statistics;

    /// <summary>Gets the story's own list, best first.</summary>
    public IReadOnlyList<RankedCandidate> List => field ??= ranker.BuildList(TakeawayVectors, GetDisplayForm);

    /// <summary>Gets the entries that the story adds to the lists of other stories.</summary>
    public IReadOnlyList<RankedCandidate> ReverseEntries =>
        field ??= ranker.BuildReverseEntries(TakeawayVectors, GetDisplayForm, reverseCandidates.ToDictionary(pair => pair.Key, pair => pair.Value.MinScore));

    /// <summary>Gets the ids of the stories whose lists the story enters, leaves, or stays out of.</summary>
    public Guid[] ReconsideredIds => ranker.CandidateIds.Where(reverseCandidates.ContainsKey).ToArray();

    /// <summary>Gets the slugs of the stories whose lists the story enters.</summary>
    public IEnumerable<string> EnteredSlugs => ReverseEntries.Select(entry => reverseCandidates[entry.StoryId].Slug);

    /// <summary>Gets the id of the canonical story among the near-duplicates, or null if this story is canonical or has no duplicates.</summary>
    public Guid? CanonicalId => ranker.FindCanonicalId();

    /// <summary>Gets the near-duplicates of this story with a higher id.</summary>
    public Guid[] LaterDuplicateIds => ranker.FindLaterDuplicateIds().ToArray();

    private TakeawayVectorIndex TakeawayVectors => field ??= TakeawayVectorIndex.Create(takeaways, statistics);

    /// <summary>Returns the comparison with stories that were published, changed or withdrawn after the candidates were read.</summary>
    public StoryComparison With(ChangedStories changed)
    {
        var replacedIds = changed.Ids.Where(id => id != story.Id).ToHashSet();
        return new(
            story,
            stored,
            termChange,
            statistics,
            displayForms,
            ranker.With(changed.Terms, replacedIds),
            [.. takeaways.Where(takeaway => !replacedIds.Contains(takeaway.Story)), .. changed.Takeaways.Where(takeaway => takeaway.Story != story.Id)],
            reverseCandidates.Where(pair => !replacedIds.Contains(pair.Key)).Concat(changed.Stories.Where(pair => pair.Key != story.Id)).ToDictionary());
    }

    /// <summary>Returns this story as a changed story, for the comparison of the stories that the same transaction publishes after it.</summary>
    public ChangedStories ToChangedStories(string slug, StoryAttributes attributes) => new(
        new HashSet<Guid> { story.Id },
        [story with { Founder = attributes.Founder, Topics = attributes.Topics, DuplicateOf = CanonicalId }],
        takeaways.Where(takeaway => takeaway.Story == story.Id).ToList(),
        new Dictionary<Guid, RecommendedStory> { [story.Id] = new(slug, List.Count < CandidateRanker.MaxListLength ? 0 : List[^1].Score) });

    private string GetDisplayForm(int term) => displayForms.GetValueOrDefault(term, "");
}
