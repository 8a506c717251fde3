namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>The attributes of a story, apart from its text, that affect its recommendations.</summary>
internal sealed record StoryAttributes(Guid Id, long Revision, Guid? Founder, Guid[] Topics);
