namespace ContentApi.Indexing.SearchIndex;

/// <summary>The search vectors of a story.</summary>
/// <param name="Story">The story.</param>
/// <param name="Ranking">The vector used for ranking: title, founder, topics, dek and takeaways.</param>
/// <param name="Matching">The vector used for matching: the texts of <paramref name="Ranking"/>, followed by the body.</param>
/// <param name="Takeaways">The vector of each takeaway, in the order of the takeaways.</param>
internal sealed record StorySearchVectors(StorySearchDocument Story, byte[] Ranking, byte[] Matching, byte[][] Takeaways);
