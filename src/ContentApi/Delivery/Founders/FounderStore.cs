using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;
using ContentApi.Web.Paging;
using Dapper;

namespace ContentApi.Delivery.Founders;

/// <summary>Reads founders from the library.</summary>
internal sealed class FounderStore(SnapshotReader library)
{
    /// <summary>The query to which cursors of the list are bound.</summary>
    public const string Query = "founders";

    /// <summary>Returns the page of founders, by name, after <paramref name="after"/> (null: the first page).</summary>
    public Task<Page<Founder>> List(PageQuery query, Cursor? after, CancellationToken cancellationToken)
    {
        var limit = query.Limit ?? PageQuery.DefaultLimit;
        return library.Read(
            $"""
            select {FounderReader.Columns}, f.name_key as NameKey
            from founder f
            where {(after is null ? "true" : "(f.name_key, f.id) > (@Key, @Id) and f.revision <= @Revision")}
            order by f.name_key, f.id
            limit @Limit;

            {(query.Count == true ? "select count(*) from founder;" : "")}
            """,
            new { after?.Key, after?.Id, after?.Revision, Limit = limit + 1 },
            async results =>
            {
                var founders = (await results.ReadAsync<SortedFounder>()).AsList();
                var total = query.Count == true ? await results.ReadSingleAsync<long>() : (long?)null;
                var revision = after?.Revision ?? library.Revision;
                return PagedResults.Page<Founder, SortedFounder>(
                    founders, limit, total, founder => founder, founder => new Cursor(founder.NameKey, founder.Id, revision).Write(Query));
            },
            cancellationToken);
    }

    private sealed record SortedFounder : Founder
    {
        public required string NameKey { get; init; }
    }
}
