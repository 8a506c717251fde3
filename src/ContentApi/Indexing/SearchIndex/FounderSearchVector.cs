using ContentApi.Data;

namespace ContentApi.Indexing.SearchIndex;

/// <summary>The search vector of a founder: a row of `founder_search`.</summary>
internal sealed record FounderSearchVector(FounderSearchDocument Founder, TsVector Vector)
{
    public static readonly RowMapping<FounderSearchVector> Columns = new RowMapping<FounderSearchVector>("founder_search")
        .Column("founder_id", "uuid", row => row.Founder.Id)
        .Column("words", "tsvector", row => row.Vector);
}
