using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;
using ContentApi.Web.Paging;
using Dapper;
using Microsoft.Extensions.Options;

namespace ContentApi.Delivery.Collections;

/// <summary>Reads the published stories of collections.</summary>
internal sealed class CollectionStoryStore(SnapshotReader reader, IOptions<LibraryOptions> options)
{
    /// <summary>
    /// Returns a page of a collection's stories in their order, or the current slug of a renamed collection, or neither. Later pages omit the stories that
    /// were added, moved or changed since the first page; the others keep their sort keys (`CollectionOrder`).
    /// </summary>
    public Task<(Page<Card>? Page, string? NewSlug)> List(string slug, CardInclude[] include, PageRequest page, CancellationToken cancellationToken)
    {
        const string FromWhere = "from collection_story m join story s on s.id = m.story_id left join founder f on f.id = s.founder_id where m.collection_id = (select id from collection where slug = @Slug)";
        var rowsSql = $"{FromWhere}{page.After("m.position > @Key and m.revision <= @Revision and s.revision <= @Revision")} order by m.position limit @Limit";
        var idsSql = $"select m.story_id {rowsSql}";
        var (includeTopics, includeTakeaways, includeRights) = (include.Contains(CardInclude.Topics), include.Contains(CardInclude.Takeaways), include.Contains(CardInclude.Rights));
        page.Parameters.Add("Slug", slug);
        page.Parameters.Add("TimeZone", options.Value.TimeZone);
        return reader.Read<(Page<Card>?, string?)>(
            $"""
            select exists (select from collection where slug = @Slug);

            {RedirectSql.SelectCurrentSlug(LibraryChangeKind.Collection)}

            select {CardSql.Columns}, m.story_id as StoryId, m.position as Position {rowsSql};

            {page.Count($"select count(*) {FromWhere}")}
            {(includeTopics ? StoryTopicRow.SelectSql(idsSql) : "")}{(includeTakeaways ? TakeawayRow.SelectSql(idsSql) : "")}{(includeRights ? RightsRow.SelectSql(idsSql) : "")}
            """,
            page.Parameters,
            async results =>
            {
                var exists = await results.ReadSingleAsync<bool>();
                var newSlug = await results.ReadSingleOrDefaultAsync<string?>();
                if (!exists)
                {
                    return (null, newSlug);
                }

                var cards = (await results.ReadAsync<CollectionCard>()).AsList();
                var total = await page.ReadCount(results);
                var topics = includeTopics ? await StoryTopicRow.Read(results) : null;
                var takeaways = includeTakeaways ? await TakeawayRow.Read(results) : null;
                var rights = includeRights ? await RightsRow.Read(results) : null;
                var cardPage = page.CreatePage<CollectionCard, Card>(
                    cards,
                    total,
                    card => card with { Topics = topics?[card.StoryId].ToList(), Takeaways = takeaways?[card.StoryId].ToList(), Rights = rights?[card.StoryId] },
                    card => page.CreateCursor(Cursor.FormatKey(card.Position), card.StoryId, reader.Revision));
                return (cardPage, null);
            },
            cancellationToken);
    }

    private sealed record CollectionCard : Card
    {
        public required Guid StoryId { get; init; }

        public required long Position { get; init; }
    }
}
