namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>A story compared with its candidates: its terms, its own list, and the entries that it adds to the lists of other stories.</summary>
internal sealed class StoryComparison
{
    private readonly CandidateRanker ranker;
    private readonly IReadOnlyList<(Guid Story, Guid Id, int[] Terms)> takeaways;
    private readonly IReadOnlyDictionary<Guid, RecommendedStory> reverseCandidates;

    public StoryComparison(
        StoryTerms story, StoredTerms? stored, TermChange termChange, TermStatistics statistics, IReadOnlyDictionary<int, string> displayForms,
        CandidateRanker ranker, IReadOnlyList<(Guid Story, Guid Id, int[] Terms)> takeaways, IReadOnlyDictionary<Guid, RecommendedStory> reverseCandidates)
    {
        (Story, Stored, TermChange, Statistics, DisplayForms) = (story, stored, termChange, statistics, displayForms);
        (this.ranker, this.takeaways, this.reverseCandidates) = (ranker, takeaways, reverseCandidates);
        var vectors = TakeawayVectorIndex.Create(takeaways, statistics);
        List = ranker.BuildList(vectors, GetDisplayForm);
        ReverseEntries = ranker.BuildReverseEntries(vectors, GetDisplayForm, reverseCandidates.ToDictionary(pair => pair.Key, pair => pair.Value.MinScore));
    }

    public StoryTerms Story { get; }

    /// <summary>Gets the terms of the live version, which this version replaces.</summary>
    public StoredTerms? Stored { get; }

    public TermChange TermChange { get; }

    public TermStatistics Statistics { get; }

    public IReadOnlyDictionary<int, string> DisplayForms { get; }

    /// <summary>Gets the story's own list, best first.</summary>
    public IReadOnlyList<RankedCandidate> List { get; }

    /// <summary>Gets the entries that the story adds to the lists of other stories.</summary>
    public IReadOnlyList<RankedCandidate> ReverseEntries { get; }

    /// <summary>Gets the ids of the stories whose lists the story enters, leaves, or stays out of.</summary>
    public Guid[] ReconsideredIds => ranker.CandidateIds.Where(reverseCandidates.ContainsKey).ToArray();

    /// <summary>Gets the slugs of the stories whose lists the story enters.</summary>
    public IEnumerable<string> EnteredSlugs => ReverseEntries.Select(entry => reverseCandidates[entry.StoryId].Slug);

    /// <summary>Gets the id of the canonical story among the near-duplicates, or null if this story is canonical or has no duplicates.</summary>
    public Guid? CanonicalId => ranker.FindCanonicalId();

    /// <summary>Gets the near-duplicates of this story with a higher id.</summary>
    public Guid[] LaterDuplicateIds => ranker.FindLaterDuplicateIds().ToArray();

    /// <summary>Returns the comparison with stories that were published, changed or withdrawn after the candidates were read.</summary>
    public StoryComparison With(ChangedStories changed)
    {
        var replacedIds = changed.Ids.Where(id => id != Story.Id).ToHashSet();
        return new(
            Story,
            Stored,
            TermChange,
            Statistics,
            DisplayForms,
            ranker.With(changed.Terms, replacedIds),
            [.. takeaways.Where(takeaway => !replacedIds.Contains(takeaway.Story)), .. changed.Takeaways.Where(takeaway => takeaway.Story != Story.Id)],
            reverseCandidates.Where(pair => !replacedIds.Contains(pair.Key)).Concat(changed.Stories.Where(pair => pair.Key != Story.Id)).ToDictionary());
    }

    /// <summary>Returns this story as a changed story, for the comparison of the stories that the same transaction publishes after it.</summary>
    public ChangedStories ToChangedStories(string slug, StoryAttributes attributes) => new(
        new HashSet<Guid> { Story.Id },
        [Story with { Founder = attributes.Founder, Topics = attributes.Topics, DuplicateOf = CanonicalId }],
        takeaways.Where(takeaway => takeaway.Story == Story.Id).ToList(),
        new Dictionary<Guid, RecommendedStory> { [Story.Id] = new(slug, List.Count < CandidateRanker.MaxListLength ? 0 : List[^1].Score) });

    private string GetDisplayForm(int term) => DisplayForms.GetValueOrDefault(term, "");
}
