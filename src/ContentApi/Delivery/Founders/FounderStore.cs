using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;
using ContentApi.Web.Paging;

namespace ContentApi.Delivery.Founders;

/// <summary>Reads founders from the library.</summary>
internal sealed class FounderStore(SnapshotReader reader)
{
    /// <summary>The query to which cursors of the list are bound.</summary>
    public const string CanonicalQuery = "founders";

    /// <summary>Returns a page of the founders that have stories, by name.</summary>
    public Task<Page<Founder>> List(PageRequest page, CancellationToken cancellationToken)
    {
        const string HasStories = "exists (select from story where founder_id = f.id)";
        return reader.Read(
            $"""
            select {FounderReader.Columns}, f.name_key as NameKey
            from founder f
            where {HasStories}{page.After("(f.name_key, f.id) > (@Key, @Id) and f.revision <= @Revision")}
            order by f.name_key, f.id
            limit @Limit;

            {page.Count($"select count(*) from founder f where {HasStories}")}
            """,
            page.Parameters,
            results => page.Read<SortedFounder, Founder>(results, founder => founder, founder => page.CreateCursor(founder.NameKey, founder.Id, reader.Revision)),
            cancellationToken);
    }

    private sealed record SortedFounder : Founder
    {
        public required string NameKey { get; init; }
    }
}
