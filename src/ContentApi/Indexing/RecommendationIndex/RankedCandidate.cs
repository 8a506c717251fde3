namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>A story in the recommendation list of another story.</summary>
internal sealed record RankedCandidate(Guid Story, Guid Target, float Score, string[] SharedTerms, Guid? TakeawayId, Guid? TargetTakeawayId);
