namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>How far a rebuild is: what it does, and how many stories of how many.</summary>
internal readonly record struct RebuildProgress(string Step, int Done, int Total);
