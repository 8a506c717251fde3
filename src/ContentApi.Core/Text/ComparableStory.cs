namespace ContentApi.Core.Text;

/// <summary>What the recommender reads of a story.</summary>
internal sealed record ComparableStory(string Title, string? Dek, string Body, IReadOnlyList<TakeawayText> Takeaways);
