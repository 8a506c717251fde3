namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>The document frequencies of terms, the number of stories, and their average length.</summary>
internal sealed class TermStatistics(int storyCount, long wordCount, IReadOnlyDictionary<int, int> documentFrequencies)
{
    public int StoryCount => storyCount;

    public float AverageWordCount { get; } = Math.Max(1f, (float)wordCount / Math.Max(storyCount, 1));

    /// <summary>Returns the inverse document frequency of a term, 0 or more.</summary>
    public float ComputeIdf(int term)
    {
        var documentFrequency = Math.Clamp(documentFrequencies.GetValueOrDefault(term, 1), 1, Math.Max(storyCount, 1));
        return MathF.Log(1 + ((storyCount - documentFrequency + 0.5f) / (documentFrequency + 0.5f)));
    }

    public int GetDocumentFrequency(int term) => documentFrequencies.GetValueOrDefault(term);
}
