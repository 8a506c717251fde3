using ContentApi.Data;
using ContentApi.Http;
using ContentApi.Recommendations;
using ContentApi.Takeaways;
using ContentApi.Topics;
using Dapper;
using Microsoft.Extensions.Options;

namespace ContentApi.Stories;

/// <summary>Reads stories and cards from the library. Each method is one round trip.</summary>
internal sealed class StoryStore(LibraryReader library, IOptions<LibraryOptions> options)
{
    private const string Named = "select id from story where slug = any(@Slugs)";

    private const string StoryColumns = $"""
        {CardSql.Columns},
            s.updated_at as UpdatedAt, s.word_count as WordCount,
            coalesce(s.canonical_url, @SiteUrl || '/stories/' || s.slug) as CanonicalUrl
        """;

    private static readonly string Parts = StoryTopicRow.Of(Named) + TakeawayRow.Of(Named);

    /// <summary>The body's columns for each `body=`: only what is served is read.</summary>
    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["blocks"] = ", convert_to(s.sections::text, 'UTF8') as Sections",
        ["html"] = ", 'html' as BodyFormat, s.html as BodyContent",
        ["markdown"] = ", 'markdown' as BodyFormat, s.markdown as BodyContent",
        ["text"] = ", 'text' as BodyFormat, s.plain_text as BodyContent",
        ["none"] = "",
    };

    /// <summary>The whole story, or null when no story has that name now.</summary>
    public Task<Story?> Find(string slug, string body, bool recommendations, bool navigation, CancellationToken cancellation)
    {
        var sql = $"""
            select {StoryColumns}{Bodies[body]}
            {CardSql.From}
            where s.slug = any(@Slugs);

            {Parts}{(recommendations ? RecommendationStore.Sql : "")}{(navigation ? CardSql.Neighbours : "")}
            """;

        return library.Read(
            sql,
            new { Slug = slug, Slugs = new[] { slug }, Limit = RecommendationStore.DefaultLimit, options.Value.SiteUrl, options.Value.TimeZone },
            async results =>
            {
                var story = (await ReadStories(results)).SingleOrDefault();
                if (story is not null && recommendations)
                {
                    story.Recommendations = await RecommendationStore.Read(results, limit: null);
                }

                if (story is not null && navigation)
                {
                    var neighbours = (await results.ReadAsync<Neighbour>()).ToDictionary(card => card.IsNext);
                    story.Navigation = new() { Previous = neighbours.GetValueOrDefault(false), Next = neighbours.GetValueOrDefault(true) };
                }

                return story;
            },
            cancellation);
    }

    /// <summary>The stories of these names, in their order; and, for those renamed since, the new names by the old ones.</summary>
    public Task<(IReadOnlyList<Story> Found, IReadOnlySet<string> Renamed)> FindMany(IReadOnlyList<string> slugs, string body, CancellationToken cancellation) =>
        library.Read(
            $"""
            select {StoryColumns}{Bodies[body]}
            {CardSql.From}
            where s.slug = any(@Slugs)
            order by array_position(@Slugs::text[], s.slug);

            {Parts}
            select slug from slug_alias where slug = any(@Slugs);
            """,
            new { Slugs = slugs, options.Value.SiteUrl, options.Value.TimeZone },
            async results =>
            {
                var found = await ReadStories(results);
                var renamed = (await results.ReadAsync<string>()).ToHashSet(StringComparer.Ordinal);
                return ((IReadOnlyList<Story>)found, (IReadOnlySet<string>)renamed);
            },
            cancellation);

    /// <summary>The name that a story has now which had this one before, or null.</summary>
    public Task<string?> Elsewhere(string slug, CancellationToken cancellation) =>
        library.Read(
            "select s.slug from slug_alias a join story s on s.id = a.story_id where a.slug = @Slug;",
            new { Slug = slug },
            results => results.ReadSingleOrDefaultAsync<string?>(),
            cancellation);

    /// <summary>One page of cards after <paramref name="after"/> (null: the first).</summary>
    public Task<Page<Card>> List(StoryListQuery query, Cursor? after, CancellationToken cancellation)
    {
        var limit = query.Limit ?? PageQuery.DefaultLimit;
        var filters = StoryFilters.For(query, options.Value.Zone);
        filters.Parameters.Add("TimeZone", options.Value.TimeZone);
        filters.Parameters.Add("Limit", limit + 1);

        var all = $"{filters.From} where {filters.Where}";
        var sort = new StorySort(query.Sort ?? StorySort.Default, filters);
        if (after is not null)
        {
            filters.Add(sort.After, "Key", sort.Key(after.Key));
            filters.Parameters.Add("Id", after.Id);
            filters.Add("s.revision <= @Revision", "Revision", after.Revision);
        }

        var page = $"where {filters.Where} order by {sort.Order} limit @Limit";
        var ids = $"select s.id {filters.From} {page}";
        var include = query.Include?.Split(',') ?? [];
        var (count, topics, takeaways) = (query.Count == true, include.Contains("topics"), include.Contains("takeaways"));
        var sql = $"""
            select {CardSql.Columns}, s.title_key as TitleKey
            {filters.From} left join founder f on f.id = s.founder_id
            {page};

            {(count ? $"select count(*) {all};" : "")}
            {(topics ? StoryTopicRow.Of(ids) : "")}
            {(takeaways ? TakeawayRow.Of(ids) : "")}
            """;

        return library.Read(
            sql,
            filters.Parameters,
            async results =>
            {
                var cards = (await results.ReadAsync<SortedCard>()).AsList();
                var total = count ? await results.ReadSingleAsync<long>() : (long?)null;
                if (topics)
                {
                    var byStory = await StoryTopicRow.Read(results);
                    cards.ForEach(card => card.Topics = byStory[card.Id!.Value].ToList());
                }

                if (takeaways)
                {
                    var byStory = await TakeawayRow.Read(results);
                    cards.ForEach(card => card.Takeaways = byStory[card.Id!.Value].ToList());
                }

                var revision = after?.Revision ?? library.Revision;
                return Paging.Page<Card, SortedCard>(
                    cards, limit, total, card => card, card => new Cursor(sort.KeyOf(card), card.Id!.Value, revision).Write(query.Canonical));
            },
            cancellation);
    }

    private static async Task<List<Story>> ReadStories(SqlMapper.GridReader results)
    {
        var stories = (await results.ReadAsync<Story>()).AsList();
        var topics = await StoryTopicRow.Read(results);
        var takeaways = await TakeawayRow.Read(results);
        foreach (var story in stories)
        {
            story.Topics = topics[story.Id!.Value].ToList();
            story.Takeaways = takeaways[story.Id!.Value].ToList();
        }

        return stories;
    }

    private sealed record Neighbour : Card
    {
        public required bool IsNext { get; init; }
    }
}
