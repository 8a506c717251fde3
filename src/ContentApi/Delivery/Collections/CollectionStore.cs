using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;
using ContentApi.Web.Paging;
using Dapper;
using Microsoft.Extensions.Options;

namespace ContentApi.Delivery.Collections;

/// <summary>Reads collections from the library. Each method is one round trip to the database.</summary>
internal sealed class CollectionStore(SnapshotReader reader, IOptions<LibraryOptions> options)
{
    /// <summary>The query to which cursors of the list are bound.</summary>
    public const string CanonicalQuery = "collections";

    /// <summary>The number of stories that `include=stories` adds to a collection.</summary>
    private const int IncludedStories = 20;

    private const string Columns = """
        c.id as Id, c.slug as Slug, c.title as Title, c.dek as Dek, c.image as Image, c.updated_at as UpdatedAt,
          (select count(*) from collection_story m join story s on s.id = m.story_id where m.collection_id = c.id)::int as StoryCount
        """;

    /// <summary>Returns the collection with this slug; for a former slug, the current one; otherwise neither.</summary>
    public Task<(Collection? Collection, string? NewSlug)> Find(string slug, bool includeStories, CancellationToken cancellationToken) =>
        reader.Read(
            $"""
            select {Columns} from collection c where c.slug = @Slug;

            {RedirectSql.SelectCurrentSlug(LibraryChangeKind.Collection)}

            {(includeStories ? SelectFirstStories("select id from collection where slug = @Slug") : "")}
            """,
            new { Slug = slug, options.Value.TimeZone },
            async results =>
            {
                var collection = await results.ReadSingleOrDefaultAsync<Collection?>();
                var newSlug = await results.ReadSingleOrDefaultAsync<string?>();
                return (collection is null || !includeStories ? collection : collection with { Stories = (await results.ReadAsync<IncludedCard>()).ToList<Card>() }, newSlug);
            },
            cancellationToken);

    /// <summary>Returns a page of collections, by title.</summary>
    public Task<Page<Collection>> List(PageRequest page, bool includeStories, CancellationToken cancellationToken)
    {
        var rowsSql = $"from collection c where true{page.After("(c.title_key, c.id) > (@Key, @Id) and c.revision <= @Revision")} order by c.title_key, c.id limit @Limit";
        page.Parameters.Add("TimeZone", options.Value.TimeZone);
        return reader.Read(
            $"""
            select {Columns}, c.title_key as TitleKey {rowsSql};

            {page.Count("select count(*) from collection")}
            {(includeStories ? SelectFirstStories($"select c.id {rowsSql}") : "")}
            """,
            page.Parameters,
            async results =>
            {
                var rows = (await results.ReadAsync<SortedCollection>()).AsList();
                var total = await page.ReadCount(results);
                var stories = includeStories ? (await results.ReadAsync<IncludedCard>()).ToLookup(card => card.CollectionId) : null;
                return page.CreatePage<SortedCollection, Collection>(
                    rows,
                    total,
                    row => stories is null ? row : row with { Stories = stories[row.Id].ToList<Card>() },
                    row => page.CreateCursor(row.TitleKey, row.Id, reader.Revision));
            },
            cancellationToken);
    }

    /// <summary>Returns the statement that selects the first stories of the collections whose ids <paramref name="idsSql"/> selects.</summary>
    private static string SelectFirstStories(string idsSql) => $"""
        select m.collection_id as CollectionId, {CardSql.Columns}
        from ({idsSql}) as shown (id)
        cross join lateral (
          select member.collection_id, member.story_id, member.position
          from collection_story member
          where member.collection_id = shown.id and exists (select from story where id = member.story_id)
          order by member.position
          limit {IncludedStories}
        ) as m
        join story s on s.id = m.story_id
        left join founder f on f.id = s.founder_id
        order by m.collection_id, m.position;
        """;

    private sealed record SortedCollection : Collection
    {
        public required string TitleKey { get; init; }
    }

    private sealed record IncludedCard : Card
    {
        public required Guid CollectionId { get; init; }
    }
}
