using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Library;

namespace ContentApi.Delivery.Recommendations;

/// <summary>
/// The SQL statements behind "Continue your journey", for the story with the slug @Slug or for a reading history, the slugs @Slugs.
/// </summary>
internal static class RecommendationSql
{
    /// <summary>
    /// Three statements. The first selects the id of the canonical near-duplicate of the story, or the id of the story itself if it is
    /// canonical or has no near-duplicates. The second selects the editorial recommendations, the third the computed ones. An editorial
    /// recommendation may name a story by a former slug. It is left out if that story is not published and the recommendation has no card
    /// of its own.
    /// </summary>
    public static readonly string SelectLists = $"""
        select coalesce((select duplicate_of from story_terms where story_id = story.id), id) from story where slug = @Slug;

        select {CardSql.Columns}, s.id is not null as IsPublished, r.target as Target, r.card as AnnouncedCardJson,
          g.id as AnnouncedFounderId, g.slug as AnnouncedFounderSlug, g.name as AnnouncedFounderName, v.duplicate_of as DuplicateOf
        from story here
        join recommendation r on r.story_id = here.id
        left join slug_alias a on a.slug = r.target
        left join story s on s.id = coalesce((select id from story where slug = r.target), a.story_id)
        left join founder f on f.id = s.founder_id
        left join lateral (
          select id, slug, name from founder where slug = r.card #>> array['founder', 'slug']
          union all
          select target.id, target.slug, target.name from redirect join founder target on target.id = redirect.target_id
          where redirect.kind = '{LibraryChangeKind.Founder.GetName()}' and redirect.slug = r.card #>> array['founder', 'slug']) as g on true
        left join story_terms v on v.story_id = s.id
        where here.slug = @Slug and (s.id is not null or r.card is not null)
        order by r.position;

        select {CardSql.Columns}, {ComputedColumns}, {SharedColumns}
        from computed_recommendation c
        {JoinTarget}
        where c.story_id = {StoryId} and s.id <> all({EditorialTargetIds})
        order by c.score desc, s.id;

        """;

    /// <summary>
    /// Selects the newest stories about the same founder, and the newest about others, that are in neither list and are not duplicates.
    /// They fill up a list that is too short or has too many cards about one founder. This happens in a small library, and while an import
    /// has not computed its lists yet.
    /// </summary>
    public static readonly string SelectNewest = $"""
        (select {CardSql.Columns}, {EmptyComputedColumns}, {SharedColumns}
        {FromNewest} and s.founder_id = {FounderId}
        order by s.published_at desc, s.id desc
        limit @Limit)
        union all
        (select {CardSql.Columns}, {EmptyComputedColumns}, {SharedColumns}
        {FromNewest} and (s.founder_id is null or s.founder_id is distinct from {FounderId})
        order by s.published_at desc, s.id desc
        limit @Limit);

        """;

    /// <summary>
    /// Selects the slugs of a reading history that no published story has or had, then its recommendations. A story scores higher if it is recommended with several of
    /// the stories read. The stories read last weigh most. The reasons are those of the best-matching story read.
    /// </summary>
    public static readonly string SelectForHistory = $"""
        select input.slug, exists (select from withdrawn_story where slug = input.slug)
        from unnest(@Slugs) with ordinality as input (slug, position)
        where not exists (select from story where slug = input.slug) and not exists (select from slug_alias where slug = input.slug)
        order by input.position;

        with history as (
          select coalesce(s.id, a.story_id) as id, max(input.position) as position
          from unnest(@Slugs) with ordinality as input (slug, position)
          left join story s on s.slug = input.slug
          left join slug_alias a on a.slug = input.slug
          where coalesce(s.id, a.story_id) is not null
          group by 1),
        matches as (
          select c.target_id,
            1 - exp(sum(ln(1 - least(c.score, 0.99) * (0.5 + 0.5 * history.position / cardinality(@Slugs))))) as score,
            (array_agg(c.story_id order by c.score * (0.5 + 0.5 * history.position / cardinality(@Slugs)) desc, c.story_id))[1] as best
          from history
          join computed_recommendation c on c.story_id = history.id
          where c.target_id not in (select id from history)
          group by c.target_id
          order by score desc, c.target_id
          limit 3 * @Limit)
        select {CardSql.Columns}, matches.score as Score, c.shared_terms as SharedTerms, v.duplicate_of as DuplicateOf,
          own_takeaway.id as TakeawayId, own_takeaway.statement as Statement,
          target_takeaway.id as TargetTakeawayId, target_takeaway.statement as TargetStatement,
          here.slug as Read, here.founder_id is not null and s.founder_id = here.founder_id as IsSameFounder,
          array(select t.id || chr(10) || t.slug || chr(10) || t.name
            from story_topic target_topic
            join story_topic own_topic on own_topic.topic_id = target_topic.topic_id and own_topic.story_id = here.id
            join topic t on t.id = target_topic.topic_id
            where target_topic.story_id = s.id
            order by own_topic.position) as SharedTopics
        from matches
        join computed_recommendation c on c.story_id = matches.best and c.target_id = matches.target_id
        join story here on here.id = matches.best
        {JoinTarget}
        order by matches.score desc, s.id;

        """;

    /// <summary>
    /// The id of this story, as a subquery, which is evaluated once. With a join instead, the planner hashes all recommendations.
    /// </summary>
    private const string StoryId = "(select id from story where slug = @Slug)";

    /// <summary>The canonical story of this story's group of near-duplicates.</summary>
    private const string CanonicalId = $"coalesce((select duplicate_of from story_terms where story_id = {StoryId}), {StoryId})";

    private const string FounderId = "(select founder_id from story where slug = @Slug)";

    private const string EditorialTargetIds = $"""
        array(
            select coalesce(target.id, a.story_id)
            from recommendation r
            left join story target on target.slug = r.target
            left join slug_alias a on a.slug = r.target
            where r.story_id = {StoryId} and (target.id is not null or a.story_id is not null))
        """;

    /// <summary>The duplicate check is a correlated subquery. With a join, the planner evaluates it for every story.</summary>
    private static string FromNewest => $"""
        {CardSql.From}
        where (select duplicate_of from story_terms where story_id = s.id) is null and s.id <> {CanonicalId} and s.id <> all({EditorialTargetIds})
          and s.id <> all(array(select target_id from computed_recommendation where story_id = {StoryId}))
        """;

    private const string ComputedColumns = """
        c.score as Score, c.shared_terms as SharedTerms, v.duplicate_of as DuplicateOf,
            own_takeaway.id as TakeawayId, own_takeaway.statement as Statement,
            target_takeaway.id as TargetTakeawayId, target_takeaway.statement as TargetStatement
        """;

    private const string EmptyComputedColumns = """
        null::real as Score, array[]::text[] as SharedTerms, null::uuid as DuplicateOf,
            null::uuid as TakeawayId, null::text as Statement, null::uuid as TargetTakeawayId, null::text as TargetStatement
        """;

    private const string JoinTarget = """
        join story s on s.id = c.target_id
        left join founder f on f.id = s.founder_id
        left join story_terms v on v.story_id = s.id
        left join takeaway own_takeaway on own_takeaway.id = c.takeaway_id
        left join takeaway target_takeaway on target_takeaway.id = c.target_takeaway_id
        """;

    private const string SharedColumns = $"""
        null::text as Read, coalesce(s.founder_id = {FounderId}, false) as IsSameFounder,
            array(select t.id || chr(10) || t.slug || chr(10) || t.name
              from story_topic target_topic
              join story_topic own_topic on own_topic.topic_id = target_topic.topic_id and own_topic.story_id = {StoryId}
              join topic t on t.id = target_topic.topic_id
              where target_topic.story_id = s.id
              order by own_topic.position) as SharedTopics
        """;
}
