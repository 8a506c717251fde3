namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>A pair of similar takeaways and their cosine similarity.</summary>
internal sealed record TakeawayMatch(Guid TakeawayId, Guid OtherTakeawayId, float Similarity);
