namespace ContentApi.Indexing.SearchIndex;

/// <summary>The changes of the search index that a transaction writes.</summary>
/// <param name="Stories">The stories, with their vectors.</param>
/// <param name="ReplacedStoryIds">The stories that are in the index already.</param>
/// <param name="Founders">The founders to index: those that are new or have changed.</param>
/// <param name="Topics">The topics to index: those that are new.</param>
internal sealed record SearchIndexUpdate(
    IReadOnlyList<StorySearchVectors> Stories, IReadOnlyList<Guid> ReplacedStoryIds, IReadOnlyList<FounderSearchVector> Founders, IReadOnlyList<TopicSearchDocument> Topics);
