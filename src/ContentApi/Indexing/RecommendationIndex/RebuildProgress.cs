namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>The progress of a rebuild: the current step, and the number of stories processed out of the total.</summary>
internal readonly record struct RebuildProgress(string Step, int Done, int Total);
