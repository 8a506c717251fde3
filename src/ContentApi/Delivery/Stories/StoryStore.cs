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
/// database, plus one if some JSON is outdated, and another if the newest stories complete the recommendations.
/// </summary>
internal sealed class StoryStore(SnapshotReader reader, IOptions<LibraryOptions> options, RecommendationStore recommendationStore)
{
    private static readonly ConcurrentDictionary<(BodyFormat Body, bool Recommendations, bool Navigation), SnapshotQuery> PageQueries = new();

    /// <summary>Returns the statements that read a story's page.</summary>
    public static string FindSql(BodyFormat body, bool includeRecommendations, bool includeNavigation) =>
        $"""
        {SelectPagesSql(body)} where s.slug = @Slug;

        {(includeRecommendations ? RecommendationSql.SelectLists : "")}{(includeNavigation ? CardSql.SelectAdjacent : "")}
        """;

    private static string SelectPagesSql(BodyFormat body) =>
        $"select s.id as Id, s.slug as Slug, case when {CardSql.HasCurrentJson} then s.page_json end as PageJson, s.founder_slug as FounderSlug{StoryComposer.BodyColumns[body]} from story s";

    /// <summary>Returns the story, or null if no story has this slug.</summary>
    public async Task<StoryPage?> Find(string slug, BodyFormat body, bool includeRecommendations, bool includeNavigation, CancellationToken cancellationToken)
    {
        RecommendationLists? recommendationLists = null;
        var storyPage = await reader.Read(
            PageQueries.GetOrAdd((body, includeRecommendations, includeNavigation), page => new(FindSql(page.Body, page.Recommendations, page.Navigation))),
            new { Slug = slug, options.Value.FormatVersion, options.Value.TimeZone },
            async results =>
            {
                var page = await results.ReadSingleOrDefaultAsync<StoryPage>();
                if (page is not null && includeRecommendations)
                {
                    recommendationLists = await RecommendationStore.Read(results);
                }

                if (page is not null && includeNavigation)
                {
                    var adjacentCards = (await results.ReadAsync<AdjacentCard>()).ToDictionary(card => card.IsNext);
                    page.Navigation = new() { Previous = adjacentCards.GetValueOrDefault(false), Next = adjacentCards.GetValueOrDefault(true) };
                }

                return page;
            },
            cancellationToken);
        if (storyPage is null)
        {
            return null;
        }

        if (recommendationLists is not null)
        {
            storyPage.Recommendations = await recommendationStore.Mix(slug, recommendationLists, limit: null, cancellationToken);
        }

        return (await RenderMissingJson([storyPage], cancellationToken)).SingleOrDefault();
    }

    /// <summary>
    /// Returns the stories with these slugs, in the given order, and the status of slugs that are redirected (308) or withdrawn (410).
    /// </summary>
    public async Task<(IReadOnlyList<StoryPage> Pages, IReadOnlyDictionary<string, int> Statuses)> FindMany(IReadOnlyList<string> slugs, BodyFormat body, CancellationToken cancellationToken)
    {
        var (pages, statuses) = await reader.Read(
            $"""
            {SelectPagesSql(body)} where s.slug = any(@Slugs) order by array_position(@Slugs::text[], s.slug);

            select slug, 308 from slug_alias where slug = any(@Slugs)
            union all
            select slug, 410 from withdrawn_story where slug = any(@Slugs);
            """,
            new { Slugs = slugs, options.Value.FormatVersion },
            async results => (
                (await results.ReadAsync<StoryPage>()).AsList(),
                (await results.ReadAsync<(string Slug, int Status)>()).ToDictionary(row => row.Slug, row => row.Status, StringComparer.Ordinal)),
            cancellationToken);
        return (await RenderMissingJson(pages, cancellationToken), statuses);
    }

    /// <summary>Returns the stories with these ids, in the given order, and the ids of withdrawn stories.</summary>
    public async Task<(IReadOnlyList<StoryPage> Pages, IReadOnlySet<Guid> WithdrawnIds)> FindMany(IReadOnlyList<Guid> ids, BodyFormat body, CancellationToken cancellationToken)
    {
        var (pages, withdrawnIds) = await reader.Read(
            $"""
            {SelectPagesSql(body)} where s.id = any(@Ids) order by array_position(@Ids::uuid[], s.id);

            select distinct story_id from withdrawn_story where story_id = any(@Ids);
            """,
            new { Ids = ids, options.Value.FormatVersion },
            async results => ((await results.ReadAsync<StoryPage>()).AsList(), (await results.ReadAsync<Guid>()).ToHashSet()),
            cancellationToken);
        return (await RenderMissingJson(pages, cancellationToken), withdrawnIds);
    }

    /// <summary>Returns a page of cards.</summary>
    public async Task<Page<RawJson<Card>>> List(StoryListQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        var filters = StoryListFilters.Create(query, page.Parameters, options.Value.GetTimeZone());
        filters.Parameters.Add("FormatVersion", options.Value.FormatVersion);

        var fromWhereSql = $"{filters.FromClause} where {filters.WhereClause}";
        var sort = new StorySort(query.Order, filters);
        var rowsSql = $"{fromWhereSql}{page.After($"{sort.AfterCondition} and s.revision <= @Revision")} order by {sort.OrderBy} limit @Limit";
        var idsSql = $"select s.id {rowsSql}";
        var include = EnumNames.ParseList<CardInclude>(query.Include);
        var (includeTopics, includeTakeaways, includeRights) = (include.Contains(CardInclude.Topics), include.Contains(CardInclude.Takeaways), include.Contains(CardInclude.Rights));
        var sql = $"""
            {CardSql.SelectJson(sort.KeyColumn, rowsSql)}
            {page.Count($"select count(*) {fromWhereSql}")}
            {(includeTopics ? StoryTopicRow.SelectSql(idsSql) : "")}
            {(includeTakeaways ? TakeawayRow.SelectSql(idsSql) : "")}
            {(includeRights ? RightsRow.SelectSql(idsSql) : "")}
            """;

        var found = await reader.Read(
            sql,
            filters.Parameters,
            async results => (
                Cards: (await results.ReadAsync<CardRow>()).AsList(),
                Total: await page.ReadCount(results),
                Topics: includeTopics ? await StoryTopicRow.Read(results) : null,
                Takeaways: includeTakeaways ? await TakeawayRow.Read(results) : null,
                Rights: includeRights ? await RightsRow.Read(results) : null),
            cancellationToken);
        return page.CreatePage(
            await RenderMissingJson(found.Cards, cancellationToken),
            found.Total,
            card => new RawJson<Card>(include.Length > 0 ? StoryJson.ComposeCard(card.CardJson!, found.Topics?[card.Id], found.Takeaways?[card.Id], found.Rights?[card.Id]) : card.CardJson),
            card => page.CreateCursor(sort.FormatKey(card), card.Id, reader.Revision));
    }

    /// <summary>
    /// Renders the JSON that is missing or outdated, as publishing does. Drops stories that are withdrawn between the two reads.
    /// </summary>
    private async Task<List<StoryPage>> RenderMissingJson(List<StoryPage> pages, CancellationToken cancellationToken)
    {
        var withoutJson = pages.FindAll(page => page.PageJson is null);
        var rendered = await RenderMissingJson(withoutJson.ConvertAll(page => page.Id), cancellationToken);
        foreach (var page in withoutJson)
        {
            var json = rendered.GetValueOrDefault(page.Id);
            (page.PageJson, page.FounderSlug) = (json?.Page, json?.FounderSlug);
        }

        return withoutJson.Count == 0 ? pages : pages.FindAll(page => page.PageJson is not null);
    }

    /// <summary>Renders the cards that are missing or outdated. Drops stories that are withdrawn between the two reads.</summary>
    private async Task<List<CardRow>> RenderMissingJson(List<CardRow> cards, CancellationToken cancellationToken)
    {
        var withoutJson = cards.FindAll(card => card.CardJson is null);
        var rendered = await RenderMissingJson(withoutJson.ConvertAll(card => card.Id), cancellationToken);
        withoutJson.ForEach(card => card.CardJson = rendered.GetValueOrDefault(card.Id)?.Card);
        return withoutJson.Count == 0 ? cards : cards.FindAll(card => card.CardJson is not null);
    }

    private async Task<Dictionary<Guid, StoryJson>> RenderMissingJson(List<Guid> ids, CancellationToken cancellationToken) => ids.Count == 0 ? [] : await reader.Read(
        StoryComposer.SelectSql(BodyFormat.None, "select unnest(@Ids)"),
        new { Ids = ids, options.Value.SiteUrl, options.Value.TimeZone },
        async results => (await StoryComposer.Read(results)).ToDictionary(story => story.Id, StoryJson.Render),
        cancellationToken);

    private sealed record AdjacentCard : Card
    {
        public required bool IsNext { get; init; }
    }
}
