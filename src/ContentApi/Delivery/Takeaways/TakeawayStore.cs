using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;
using ContentApi.Web.Paging;
using Microsoft.Extensions.Options;

namespace ContentApi.Delivery.Takeaways;

/// <summary>Reads takeaways from the library.</summary>
internal sealed class TakeawayStore(SnapshotReader reader, IOptions<LibraryOptions> options)
{
    private static readonly string Columns = $"""
        t.id as TakeawayId, t.position as Position, t.statement as Statement, t.explanation as Explanation,
            {CardSql.Columns}
        """;

    /// <summary>Returns a takeaway with the card of its story, or null if no takeaway has this id.</summary>
    public Task<Takeaway?> Find(Guid id, CancellationToken cancellationToken) =>
        reader.Read(
            $"""
            select {Columns}
            from takeaway t
            join story s on s.id = t.story_id
            left join founder f on f.id = s.founder_id
            where t.id = @Id;
            """,
            new { Id = id, options.Value.TimeZone },
            async results => (await results.ReadSingleOrDefaultAsync<TakeawayCardRow>())?.ToTakeaway(),
            cancellationToken);

    /// <summary>Returns the takeaways of a story in order, or null if no story has this slug.</summary>
    public Task<IReadOnlyList<StoryTakeaway>?> ListForStory(string slug, CancellationToken cancellationToken) =>
        reader.Read<IReadOnlyList<StoryTakeaway>?>(
            $"select id from story where slug = @Slug;\n{TakeawayRow.SelectSql("select id from story where slug = @Slug")}",
            new { Slug = slug },
            async results => await results.ReadSingleOrDefaultAsync<Guid?>() is { } story ? (await TakeawayRow.Read(results))[story].ToList() : null,
            cancellationToken);

    /// <summary>Returns a page of takeaways, those of the newest story first.</summary>
    public Task<Page<Takeaway>> List(TakeawayListQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        var filters = new StoryFilters(query.Founder, query.Topic, page.Parameters);
        filters.Parameters.Add("TimeZone", options.Value.TimeZone);
        if (query.Story is not null)
        {
            filters.AddStoryCondition(query.Story);
        }

        // The page continues within the story of the cursor, then with older stories. Dates descend but positions ascend, so a single row
        // comparison cannot express the condition.
        var after = page.After($"({filters.DateColumn}, {filters.IdColumn}) <= (@Key, @Id) and ({filters.IdColumn} <> @Id or t.position > @Position) and s.revision <= @Revision");
        return reader.Read(
            $"""
            select {Columns}
            {filters.FromClause}
            join takeaway t on t.story_id = s.id
            left join founder f on f.id = s.founder_id
            where {filters.WhereClause}{after}
            order by {filters.DateColumn} desc, {filters.IdColumn} desc, t.position
            limit @Limit;

            {page.Count($"select count(*) {filters.FromClause} join takeaway t on t.story_id = s.id where {filters.WhereClause}")}
            """,
            filters.Parameters,
            results => page.Read<TakeawayCardRow, Takeaway>(
                results, row => row.ToTakeaway(), row => page.CreateCursor(Cursor.FormatKey(row.PublishedAt), row.Id, reader.Revision, row.Position)),
            cancellationToken);
    }
}
