namespace ContentApi.Indexing.SearchIndex;

internal sealed record TopicSearchDocument(Guid Id, string Name);
