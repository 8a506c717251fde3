namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>Two lessons that say the same, and how nearly.</summary>
internal sealed record TakeawayMatch(Guid Mine, Guid Theirs, float Similarity);

/// <summary>The terms of a takeaway in order, with their rarity.</summary>
internal sealed record TakeawayVector(Guid Id, int[] Terms, float[] Weights, float Norm)
{
    public static TakeawayVector Create(Guid id, int[] terms, TermStatistics statistics)
    {
        var weights = Array.ConvertAll(terms, statistics.Rarity);
        return new(id, terms, weights, MathF.Sqrt(weights.Sum(weight => weight * weight)));
    }

    /// <summary>The cosine, from 0 to 1.</summary>
    public float Similarity(TakeawayVector other)
    {
        var (sum, i, j) = (0f, 0, 0);
        while (i < Terms.Length && j < other.Terms.Length)
        {
            if (Terms[i] == other.Terms[j])
            {
                sum += Weights[i++] * other.Weights[j++];
            }
            else if (Terms[i] < other.Terms[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return sum == 0 ? 0 : sum / (Norm * other.Norm);
    }
}
