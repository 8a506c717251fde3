namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>A takeaway as a vector: its sorted terms, weighted by inverse document frequency.</summary>
internal sealed record TakeawayVector(Guid Id, int[] Terms, float[] Weights, float Norm)
{
    public static TakeawayVector Create(Guid id, int[] terms, TermStatistics statistics)
    {
        var weights = Array.ConvertAll(terms, statistics.ComputeIdf);
        return new(id, terms, weights, MathF.Sqrt(weights.Sum(weight => weight * weight)));
    }

    /// <summary>Returns the cosine similarity, from 0 to 1.</summary>
    public float ComputeSimilarity(TakeawayVector other)
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
