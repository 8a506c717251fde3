namespace ContentApi.Indexing.SearchIndex;

internal sealed record TakeawaySearchDocument(Guid Id, string Statement, string? Explanation);
