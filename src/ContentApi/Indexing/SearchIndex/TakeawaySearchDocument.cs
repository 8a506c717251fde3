namespace ContentApi.Indexing.SearchIndex;

/// <summary>The searchable content of a takeaway.</summary>
internal sealed record TakeawaySearchDocument(Guid Id, string Statement, string? Explanation);
