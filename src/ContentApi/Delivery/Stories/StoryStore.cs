using System.Collections.Concurrent;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Delivery.Recommendations;
using ContentApi.Library;
using ContentApi.Web.Paging;
using Dapper;
using Microsoft.Extensions.Options;

namespace ContentApi.Delivery.Stories;

/// <summary>
/// Reads stories and cards from the library, pre-serialized (<see cref="StoryJson"/>) where possible. Each method is one round trip to the
/// database, plus one if some JSON is outdated, and another if the newest stories fill up the recommendations.
/// </summary>
internal sealed class StoryStore(SnapshotReader library, IOptions<LibraryOptions> options, RecommendationStore recommender)
{
    private static readonly ConcurrentDictionary<(string Body, bool Recommendations, bool Navigation), SnapshotQuery> Pages = new();

    /// <summary>Returns the statements that read a story's page.</summary>
    public static string FindSql(string body, bool recommendations, bool navigation) =>
        $"""
        {PagesSql(body)} where s.slug = @Slug;

        {(recommendations ? RecommendationSql.List : "")}{(navigation ? CardSql.Neighbours : "")}
        """;

    private static string PagesSql(string body) =>
        $"select s.id as Id, s.slug as Slug, case when {CardSql.IsFinished} then s.page_json end as PageJson{StoryComposer.BodyColumns[body]} from story s";

    /// <summary>Returns the story, or null if no story has this slug.</summary>
    public async Task<StoryPage?> Find(string slug, string body, bool recommendations, bool navigation, CancellationToken cancellationToken)
    {
        RecommendationLists? lists = null;
        var found = await library.Read(
            Pages.GetOrAdd((body, recommendations, navigation), page => new(FindSql(page.Body, page.Recommendations, page.Navigation))),
            new { Slug = slug, options.Value.FormatVersion, options.Value.TimeZone },
            async results =>
            {
                var page = await results.ReadSingleOrDefaultAsync<StoryPage>();
                if (page is not null && recommendations)
                {
                    lists = await RecommendationStore.Read(results);
                }

                if (page is not null && navigation)
                {
                    var neighbours = (await results.ReadAsync<Neighbour>()).ToDictionary(card => card.IsNext);
                    page.Navigation = new() { Previous = neighbours.GetValueOrDefault(false), Next = neighbours.GetValueOrDefault(true) };
                }

                return page;
            },
            cancellationToken);
        if (found is null)
        {
            return null;
        }

        if (lists is not null)
        {
            found.Recommendations = await recommender.Mix(slug, lists, limit: null, cancellationToken);
        }

        return (await Finish([found], cancellationToken)).SingleOrDefault();
    }

    /// <summary>
    /// Returns the stories with these slugs, in the given order, and the status of slugs that are redirected (308) or withdrawn (410).
    /// </summary>
    public async Task<(IReadOnlyList<StoryPage> Found, IReadOnlyDictionary<string, int> Absent)> FindMany(IReadOnlyList<string> slugs, string body, CancellationToken cancellationToken)
    {
        var (found, absent) = await library.Read(
            $"""
            {PagesSql(body)} where s.slug = any(@Slugs) order by array_position(@Slugs::text[], s.slug);

            select slug, 308 from slug_alias where slug = any(@Slugs)
            union all
            select slug, 410 from withdrawn_story where slug = any(@Slugs);
            """,
            new { Slugs = slugs, options.Value.FormatVersion },
            async results => (
                (await results.ReadAsync<StoryPage>()).AsList(),
                (await results.ReadAsync<(string Slug, int Status)>()).ToDictionary(row => row.Slug, row => row.Status, StringComparer.Ordinal)),
            cancellationToken);
        return (await Finish(found, cancellationToken), absent);
    }

    /// <summary>Returns a page of cards.</summary>
    public async Task<Page<RawJson<Card>>> List(StoryListQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        var filters = StoryListFilters.Create(query, page.Parameters, options.Value.FindZone());
        filters.Parameters.Add("FormatVersion", options.Value.FormatVersion);

        var all = $"{filters.From} where {filters.Where}";
        var sort = new StorySort(query.Sort ?? StorySort.Default, filters);
        var rows = $"{all}{page.After($"{sort.After} and s.revision <= @Revision")} order by {sort.Order} limit @Limit";
        var ids = $"select s.id {rows}";
        var include = query.Include?.Split(',') ?? [];
        var (topics, takeaways) = (include.Contains("topics"), include.Contains("takeaways"));
        var sql = $"""
            {CardSql.Finished(sort.Column, rows)}
            {page.Count($"select count(*) {all}")}
            {(topics ? StoryTopicRow.SelectSql(ids) : "")}
            {(takeaways ? TakeawayRow.SelectSql(ids) : "")}
            """;

        var found = await library.Read(
            sql,
            filters.Parameters,
            async results => (
                Cards: (await results.ReadAsync<CardRow>()).AsList(),
                Total: await page.ReadCount(results),
                Topics: topics ? await StoryTopicRow.Read(results) : null,
                Takeaways: takeaways ? await TakeawayRow.Read(results) : null),
            cancellationToken);
        return page.Page(
            await Finish(found.Cards, cancellationToken),
            found.Total,
            card => new RawJson<Card>(topics || takeaways ? StoryJson.With(card.CardJson!, found.Topics?[card.Id], found.Takeaways?[card.Id]) : card.CardJson),
            card => page.Next(sort.KeyOf(card), card.Id, library.Revision));
    }

    /// <summary>
    /// Renders the JSON that is missing or outdated, as publishing does. Drops stories that are withdrawn between the two reads.
    /// </summary>
    private async Task<List<StoryPage>> Finish(List<StoryPage> pages, CancellationToken cancellationToken)
    {
        var unfinished = pages.FindAll(page => page.PageJson is null);
        var finished = await Finish(unfinished.ConvertAll(page => page.Id), cancellationToken);
        unfinished.ForEach(page => page.PageJson = finished.GetValueOrDefault(page.Id)?.Page);
        return unfinished.Count == 0 ? pages : pages.FindAll(page => page.PageJson is not null);
    }

    /// <summary>Renders the cards that are missing or outdated. Drops stories that are withdrawn between the two reads.</summary>
    private async Task<List<CardRow>> Finish(List<CardRow> cards, CancellationToken cancellationToken)
    {
        var unfinished = cards.FindAll(card => card.CardJson is null);
        var finished = await Finish(unfinished.ConvertAll(card => card.Id), cancellationToken);
        unfinished.ForEach(card => card.CardJson = finished.GetValueOrDefault(card.Id)?.Card);
        return unfinished.Count == 0 ? cards : cards.FindAll(card => card.CardJson is not null);
    }

    private async Task<Dictionary<Guid, StoryJson>> Finish(List<Guid> ids, CancellationToken cancellationToken) => ids.Count == 0 ? [] : await library.Read(
        StoryComposer.SelectSql("none", "select unnest(@Ids)"),
        new { Ids = ids, options.Value.SiteUrl, options.Value.TimeZone },
        async results => (await StoryComposer.Read(results)).ToDictionary(story => story.Id!.Value, StoryJson.Render),
        cancellationToken);

    private sealed record Neighbour : Card
    {
        public required bool IsNext { get; init; }
    }
}
