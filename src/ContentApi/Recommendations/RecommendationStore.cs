using System.Text.Json;
using ContentApi.Data;
using ContentApi.Stories;
using ContentApi.Topics;
using Dapper;
using Microsoft.Extensions.Options;

namespace ContentApi.Recommendations;

/// <summary>Reads "Continue your journey": the editor's choices, filled up with other stories.</summary>
internal sealed class RecommendationStore(LibraryReader library, IOptions<LibraryOptions> options)
{
    /// <summary>How many cards the story page has.</summary>
    public const int DefaultLimit = 4;

    /// <summary>
    /// Three statements about the story named @Slug: the editor's choices; the founder's other stories; everybody else's. An old name
    /// of a renamed story is followed; what is neither in the library nor has a card of its own is left out until it is published.
    /// </summary>
    public const string Sql = $"""
        select {CardSql.Columns}, r.target as Target, r.card as AnnouncedCard, g.name as AnnouncedFounderName
        from story here
        join recommendation r on r.story_id = here.id
        left join slug_alias a on a.slug = r.target
        left join story s on s.id = coalesce((select id from story where slug = r.target), a.story_id)
        left join founder f on f.id = s.founder_id
        left join founder g on g.slug = r.card #>> array['founder', 'slug']
        where here.slug = @Slug and (s.id is not null or r.card is not null)
        order by r.position;

        {Candidates} and s.founder_id = here.founder_id
        order by s.published_at desc, s.id desc
        limit @Limit;

        {Candidates} and (s.founder_id is null or s.founder_id is distinct from here.founder_id)
        order by s.published_at desc, s.id desc
        limit @Limit;

        """;

    private const string Candidates = $"""
        select {CardSql.Columns},
          array(select t.slug from story_topic mine join story_topic its on its.topic_id = mine.topic_id join topic t on t.id = mine.topic_id
            where mine.story_id = here.id and its.story_id = s.id order by mine.position) as SharedTopicSlugs,
          array(select t.name from story_topic mine join story_topic its on its.topic_id = mine.topic_id join topic t on t.id = mine.topic_id
            where mine.story_id = here.id and its.story_id = s.id order by mine.position) as SharedTopicNames
        from story here
        join story s on s.id <> here.id
        left join founder f on f.id = s.founder_id
        where here.slug = @Slug
          and not exists (select from recommendation r left join slug_alias a on a.slug = r.target
            where r.story_id = here.id and (r.target = s.slug or a.story_id = s.id))
        """;

    /// <summary>The recommendations of a story, or null when no story has that name now. Without a limit: all of the editor's choices, and at least four cards.</summary>
    public Task<IReadOnlyList<Recommendation>?> List(string slug, int? limit, CancellationToken cancellation) =>
        library.Read(
            $"select id from story where slug = @Slug;\n{Sql}",
            new { Slug = slug, Limit = limit ?? DefaultLimit, options.Value.TimeZone },
            async results => await results.ReadSingleOrDefaultAsync<Guid?>() is null ? null : await Read(results, limit),
            cancellation);

    /// <summary>Reads the results of <see cref="Sql"/>.</summary>
    public static async Task<IReadOnlyList<Recommendation>> Read(SqlMapper.GridReader results, int? limit)
    {
        var editorial = (await results.ReadAsync<EditorialRow>()).Select(row => row.ToRecommendation()).ToList();
        var sameFounder = (await results.ReadAsync<CandidateRow>()).Select(row => row.ToRecommendation(sameFounder: true)).ToList();
        var others = (await results.ReadAsync<CandidateRow>()).Select(row => row.ToRecommendation(sameFounder: false)).ToList();
        return RecommendationMix.Fill(editorial, sameFounder, others, limit ?? Math.Max(DefaultLimit, editorial.Count));
    }

    private sealed record EditorialRow : Card
    {
        public required string Target { get; init; }

        public required string? AnnouncedCard { get; init; }

        public required string? AnnouncedFounderName { get; init; }

        public Recommendation ToRecommendation() => Id is not null
            ? Recommendation.Of(this, RecommendationSource.Editorial, [])
            : JsonSerializer.Deserialize(AnnouncedCard!, AnnouncedCardJson.Relaxed.AnnouncedCard)!.ToRecommendation(Target, AnnouncedFounderName);
    }

    private sealed record CandidateRow : Card
    {
        public required string[] SharedTopicSlugs { get; init; }

        public required string[] SharedTopicNames { get; init; }

        public Recommendation ToRecommendation(bool sameFounder)
        {
            List<Reason> reasons = [];
            if (sameFounder)
            {
                reasons.Add(new() { Kind = "sameFounder", Founder = Founder });
            }

            if (SharedTopicSlugs.Length > 0)
            {
                reasons.Add(new() { Kind = "sharedTopic", Topics = SharedTopicSlugs.Zip(SharedTopicNames, (slug, name) => new TopicReference { Slug = slug, Name = name }).ToList() });
            }

            if (reasons.Count == 0)
            {
                reasons.Add(new() { Kind = "recent" });
            }

            return Recommendation.Of(this, RecommendationSource.Computed, reasons);
        }
    }
}
