namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>In how many stories terms stand.</summary>
internal sealed class TermStatistics(int stories, long words, IReadOnlyDictionary<int, int> containing)
{
    public int Stories => stories;

    public float AverageWords { get; } = Math.Max(1f, (float)words / Math.Max(stories, 1));

    /// <summary>Inverse document frequency: how little a story says that has the term, 0 and more.</summary>
    public float Rarity(int term)
    {
        var n = Math.Clamp(containing.GetValueOrDefault(term, 1), 1, Math.Max(stories, 1));
        return MathF.Log(1 + ((stories - n + 0.5f) / (n + 0.5f)));
    }

    public int Containing(int term) => containing.GetValueOrDefault(term);
}
