namespace ContentApi.Indexing.SearchIndex;

/// <summary>The search vector of a founder.</summary>
internal sealed record FounderSearchVector(FounderSearchDocument Founder, byte[] Vector);
