namespace ContentApi.Indexing.SearchIndex;

internal sealed record FounderSearchDocument(Guid Id, string Name, string? Bio);
