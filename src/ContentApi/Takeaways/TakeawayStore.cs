using System.ComponentModel.DataAnnotations;
using ContentApi.Data;
using ContentApi.Http;
using ContentApi.Revisions;
using ContentApi.Search;
using ContentApi.Stories;
using Dapper;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ContentApi.Takeaways;

/// <summary>Which lessons.</summary>
public sealed record TakeawayListQuery
{
    /// <summary>Only lessons of stories about this founder (slug).</summary>
    /// <example>melanie-perkins</example>
    [FromQuery(Name = "founder"), Form(Slug.Pattern, Slug.Words), StringLength(Slug.MaxLength)]
    public string? Founder { get; init; }

    /// <summary>Only lessons of stories filed under this topic (slug).</summary>
    /// <example>product-design</example>
    [FromQuery(Name = "topic"), Form(Slug.Pattern, Slug.Words), StringLength(Slug.MaxLength)]
    public string? Topic { get; init; }

    /// <summary>Only lessons of this story (slug).</summary>
    /// <example>the-no-that-drew-a-map</example>
    [FromQuery(Name = "story"), Form(Slug.Pattern, Slug.Words), StringLength(Slug.MaxLength)]
    public string? Story { get; init; }

    /// <summary>Only lessons with these words, best first; as in `GET /v1/search`. At most 2,000 of those that have them are ranked and listed.</summary>
    /// <example>refusal</example>
    [FromQuery(Name = "q"), StringLength(SearchQuery.MaxLength)]
    public string? Q { get; init; }

    /// <summary>The parameters that choose the lessons, in one form: what a cursor belongs to.</summary>
    internal string Canonical => $"takeaways?founder={Founder}&topic={Topic}&story={Story}&q={Q}";

    /// <summary>What a page of them is made from.</summary>
    internal string[] Tags => Story is not null ? [Tag.Story(Story), Tag.Names] : CardTags.OfList(Founder, Topic);
}

/// <summary>Reads takeaways from the library.</summary>
internal sealed class TakeawayStore(LibraryReader library, IOptions<LibraryOptions> options)
{
    private const string Columns = $"""
        t.id as TakeawayId, t.position as Position, t.statement as Statement, t.explanation as Explanation,
            {CardSql.Columns}
        """;

    /// <summary>The takeaway with its story's card, or null when there is none.</summary>
    public Task<Takeaway?> Find(Guid id, CancellationToken cancellation) =>
        library.Read(
            $"""
            select {Columns}
            from takeaway t
            join story s on s.id = t.story_id
            left join founder f on f.id = s.founder_id
            where t.id = @Id;
            """,
            new { Id = id, options.Value.TimeZone },
            async results => (await results.ReadSingleOrDefaultAsync<TakeawayOfStory>())?.ToTakeaway(),
            cancellation);

    /// <summary>The takeaways of one story in order, or null when no story has that name now.</summary>
    public Task<IReadOnlyList<Takeaway>?> ListOf(string slug, CancellationToken cancellation) =>
        library.Read<IReadOnlyList<Takeaway>?>(
            $"select id from story where slug = @Slug;\n{TakeawayRow.Of("select id from story where slug = @Slug")}",
            new { Slug = slug },
            async results => await results.ReadSingleOrDefaultAsync<Guid?>() is { } story ? (await TakeawayRow.Read(results))[story].ToList() : null,
            cancellation);

    /// <summary>One page of takeaways, newest story first, after <paramref name="after"/> (null: the first).</summary>
    public Task<Page<Takeaway>> List(TakeawayListQuery query, PageQuery paging, Cursor? after, CancellationToken cancellation)
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
            // The page goes on inside the cursor's story, then with older ones. Two comparisons, because the directions differ.
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
                var takeaways = (await results.ReadAsync<TakeawayOfStory>()).AsList();
                var total = paging.Count == true ? await results.ReadSingleAsync<long>() : (long?)null;
                var revision = after?.Revision ?? library.Revision;
                return Paging.Page(takeaways, limit, total, row => row.ToTakeaway(), row => row.ToCursor(revision).Write(query.Canonical));
            },
            cancellation);
    }
}
