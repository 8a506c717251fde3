namespace ContentApi.Indexing.SearchIndex;

internal sealed record FounderSearchVector(FounderSearchDocument Founder, byte[] Vector);
