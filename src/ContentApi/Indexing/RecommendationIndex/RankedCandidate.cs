namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>A story that goes with another one, as the list of that other one has it.</summary>
internal sealed record RankedCandidate(Guid Story, Guid Target, float Score, string[] Shared, Guid? Takeaway, Guid? TargetTakeaway);
