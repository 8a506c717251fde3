namespace ContentApi.Core.Text;

/// <summary>The texts of a story that the recommender uses.</summary>
internal sealed record ComparableStory(string Title, string? Dek, string Body, IReadOnlyList<TakeawayText> Takeaways);
