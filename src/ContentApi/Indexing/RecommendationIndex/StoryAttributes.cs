namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>What of a story is no text, and matters for what goes with it.</summary>
internal sealed record StoryAttributes(Guid Id, long Revision, Guid? Founder, Guid[] Topics);
