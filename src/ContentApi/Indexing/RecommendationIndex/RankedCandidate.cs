namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>An entry of a story's recommendation list: the target story, its score, and what both stories share.</summary>
internal sealed record RankedCandidate(Guid StoryId, Guid TargetId, float Score, string[] SharedTerms, Guid? TakeawayId, Guid? TargetTakeawayId);
