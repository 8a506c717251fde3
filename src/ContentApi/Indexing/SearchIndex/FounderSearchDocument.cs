namespace ContentApi.Indexing.SearchIndex;

/// <summary>The searchable content of a founder.</summary>
internal sealed record FounderSearchDocument(Guid Id, string Name, string? Bio);
