namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>The document frequencies of terms, the number of stories, and their average length.</summary>
internal sealed class TermStatistics(int storyCount, long wordCount, IReadOnlyDictionary<int, int> documentFrequencies, IReadOnlySet<int>? additionalTerms = null)
{
    public int StoryCount => storyCount;

    public IReadOnlyDictionary<int, int> DocumentFrequencies => documentFrequencies;

    public float AverageWordCount { get; } = Math.Max(1f, (float)wordCount / Math.Max(storyCount, 1));

    /// <summary>Returns the statistics with one more story or, for a new version of a story, with the terms that it gains.</summary>
    public TermStatistics With(TermChange change) => new(storyCount + change.StoryCount, wordCount + change.WordCount, documentFrequencies, change.Added.ToHashSet());

    /// <summary>Returns the inverse document frequency of a term, 0 or more.</summary>
    public float ComputeIdf(int term)
    {
        var documentFrequency = Math.Clamp(GetDocumentFrequency(term), 1, Math.Max(storyCount, 1));
        return MathF.Log(1 + ((storyCount - documentFrequency + 0.5f) / (documentFrequency + 0.5f)));
    }

    public int GetDocumentFrequency(int term) => documentFrequencies.GetValueOrDefault(term) + (additionalTerms is not null && additionalTerms.Contains(term) ? 1 : 0);
}
