using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;
using ContentApi.Web.Paging;
using Dapper;
using Microsoft.Extensions.Options;

namespace ContentApi.Delivery.Takeaways;

/// <summary>Reads takeaways from the library.</summary>
internal sealed class TakeawayStore(SnapshotReader library, IOptions<LibraryOptions> options)
{
    private const string Columns = $"""
        t.id as TakeawayId, t.position as Position, t.statement as Statement, t.explanation as Explanation,
            {CardSql.Columns}
        """;

    /// <summary>Returns the takeaway with the card of its story, or null if it does not exist.</summary>
    public Task<Takeaway?> Find(Guid id, CancellationToken cancellationToken) =>
        library.Read(
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
    public Task<IReadOnlyList<Takeaway>?> ListOf(string slug, CancellationToken cancellationToken) =>
        library.Read<IReadOnlyList<Takeaway>?>(
            $"select id from story where slug = @Slug;\n{TakeawayRow.SelectSql("select id from story where slug = @Slug")}",
            new { Slug = slug },
            async results => await results.ReadSingleOrDefaultAsync<Guid?>() is { } story ? (await TakeawayRow.Read(results))[story].ToList() : null,
            cancellationToken);

    /// <summary>
    /// Returns the page of takeaways after <paramref name="after"/> (null: the first page), those of the newest story first.
    /// </summary>
    public Task<Page<Takeaway>> List(TakeawayListQuery query, PageQuery paging, Cursor? after, CancellationToken cancellationToken)
    {
        var limit = paging.Limit ?? PageQuery.DefaultLimit;
        var filters = new StoryFilters(query.Founder, query.Topic, new DynamicParameters());
        filters.Parameters.Add("TimeZone", options.Value.TimeZone);
        filters.Parameters.Add("Limit", limit + 1);
        if (query.Story is not null)
        {
            filters.Add("s.slug = @Story", "Story", query.Story);
        }

        var all = $"{filters.From} join takeaway t on t.story_id = s.id where {filters.Where}";
        if (after is not null)
        {
            // The page continues within the cursor's story, then with older stories. The directions differ, so one row comparison cannot
            // express it.
            filters.Add($"({filters.Date}, {filters.Id}) <= (@Key, @Id)", "Key", after.Instant);
            filters.Add($"({filters.Id} <> @Id or t.position > @Position)", "Position", after.Position);
            filters.Add("s.revision <= @Revision", "Revision", after.Revision);
            filters.Parameters.Add("Id", after.Id);
        }

        return library.Read(
            $"""
            select {Columns}
            {filters.From}
            join takeaway t on t.story_id = s.id
            left join founder f on f.id = s.founder_id
            where {filters.Where}
            order by {filters.Date} desc, {filters.Id} desc, t.position
            limit @Limit;

            {(paging.Count == true ? $"select count(*) {all};" : "")}
            """,
            filters.Parameters,
            async results =>
            {
                var takeaways = (await results.ReadAsync<TakeawayCardRow>()).AsList();
                var total = paging.Count == true ? await results.ReadSingleAsync<long>() : (long?)null;
                var revision = after?.Revision ?? library.Revision;
                return PagedResults.Page(takeaways, limit, total, row => row.ToTakeaway(), row => row.ToCursor(revision).Write(query.Canonical));
            },
            cancellationToken);
    }
}
