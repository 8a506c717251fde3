namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>Document frequencies of terms and totals of the library.</summary>
internal sealed class TermStatistics(int stories, long words, IReadOnlyDictionary<int, int> containing)
{
    public int Stories => stories;

    public float AverageWords { get; } = Math.Max(1f, (float)words / Math.Max(stories, 1));

    /// <summary>Returns the inverse document frequency of a term, 0 or more.</summary>
    public float Rarity(int term)
    {
        var n = Math.Clamp(containing.GetValueOrDefault(term, 1), 1, Math.Max(stories, 1));
        return MathF.Log(1 + ((stories - n + 0.5f) / (n + 0.5f)));
    }

    public int Containing(int term) => containing.GetValueOrDefault(term);
}
