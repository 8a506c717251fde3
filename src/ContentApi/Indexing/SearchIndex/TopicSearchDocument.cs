namespace ContentApi.Indexing.SearchIndex;

/// <summary>The searchable content of a topic.</summary>
internal sealed record TopicSearchDocument(Guid Id, string Name);
