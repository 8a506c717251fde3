namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>A story with a recommendation list that another story may enter.</summary>
/// <param name="Slug">The slug of the story.</param>
/// <param name="MinScore">The lowest score in its list, or 0 if the list is not full.</param>
internal sealed record RecommendedStory(string Slug, float MinScore);
