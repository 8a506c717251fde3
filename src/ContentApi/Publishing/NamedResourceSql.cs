using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using Dapper;

namespace ContentApi.Publishing;

/// <summary>SQL statements on founders and topics, their former slugs and their former names.</summary>
internal static class NamedResourceSql
{
    /// <summary>
    /// Selects the founders, then the topics, that have or had the slugs or names of <see cref="NamedResourceKeys"/>, in the order of their
    /// ids. Names with the same sort key are selected, too.
    /// </summary>
    public static readonly string Select = $"""
        {SelectRows(LibraryChangeKind.Founder, "n.bio as Bio, n.image as ImageJson, exists (select from founder_search where founder_id = n.id) as IsIndexed", "Founder")}

        {SelectRows(LibraryChangeKind.Topic, "exists (select from suggestion where id = n.id) as IsIndexed", "Topic")}
        """;

    /// <summary>Selects the kinds and slugs of the founders and topics that have or had one of the new slugs with a number.</summary>
    public static readonly string SelectNumberedSlugs = $"""
        {SelectNumbered(LibraryChangeKind.Founder, "@NewFounderSlugs")}
        union all
        {SelectNumbered(LibraryChangeKind.Topic, "@NewTopicSlugs")};
        """;

    /// <summary>Deletes the entries of a founder or topic in the search index. Stories add them again.</summary>
    public const string RemoveFromSearchIndex = """
        delete from founder_search where founder_id = @Id;
        delete from suggestion where id = @Id;

        """;

    /// <summary>Adds a former name.</summary>
    public const string AddFormerName = """
        insert into former_name (kind, name_key, name, target_id) values (@Kind, @NameKey, @Name, @TargetId) on conflict do nothing;

        """;

    public const string SelectStoriesOfFounder = "select id from story where founder_id = @Id order by id limit @Limit";

    public const string SelectStoriesOfTopic = "select story_id from story_topic where topic_id = @Id order by story_id limit @Limit";

    /// <summary>Returns whether a story is about the founder, or whether an announced card shows the founder under a current or former slug.</summary>
    public const string IsFounderReferenced = """
        select exists (select from story where founder_id = @Id) or exists (select from recommendation where card is not null and card #>> array['founder', 'slug'] = any(@Slugs))
        """;

    public const string IsTopicReferenced = "select exists (select from story_topic where topic_id = @Id)";

    /// <summary>Moves stories to another founder. Recommendation lists stay current: they are computed from the texts above all.</summary>
    public static readonly string MoveStoriesToFounder = $"""
        {UpdateTerms("founder_id = @TargetId")}
        update story s set founder_id = @TargetId, revision = input.revision, updated_at = @Now
        from unnest(@StoryIds, @Revisions) as input (id, revision)
        where s.id = input.id;
        """;

    /// <summary>Moves stories to another topic. A story that has both topics keeps the first position.</summary>
    public static readonly string MoveStoriesToTopic = $"""
        with removed as (
          delete from story_topic where story_id = any(@StoryIds) returning story_id, topic_id, position, published_at),
        kept as (
          select story_id, case when topic_id = @Id then @TargetId else topic_id end as topic_id, min(position) as position, min(published_at) as published_at
          from removed
          group by 1, 2)
        insert into story_topic (story_id, topic_id, position, published_at)
        select story_id, topic_id, row_number() over (partition by story_id order by position), published_at from kept;

        {UpdateTerms("topics = array(select topic_id from story_topic where story_topic.story_id = v.story_id order by position)")}
        update story s set revision = input.revision, updated_at = @Now
        from unnest(@StoryIds, @Revisions) as input (id, revision)
        where s.id = input.id;
        """;

    /// <summary>Reads the results of <see cref="Select"/>, in its order, with the slugs that others have or had.</summary>
    public static async Task<(NamedResources<FounderRow> Founders, NamedResources<TopicRow> Topics)> Read(SqlMapper.GridReader results, bool areSlugsSelected)
    {
        var founders = (await results.ReadAsync<FounderRow>()).AsList();
        var topics = (await results.ReadAsync<TopicRow>()).AsList();
        var slugs = areSlugsSelected ? (await results.ReadAsync<(string Kind, string Slug)>()).ToLookup(row => row.Kind, row => row.Slug, StringComparer.Ordinal) : null;
        return (new(founders, slugs?[LibraryChangeKind.Founder.GetName()] ?? []), new(topics, slugs?[LibraryChangeKind.Topic.GetName()] ?? []));
    }

    /// <summary>Returns the statements that rename a resource. The former slug redirects.</summary>
    public static string Rename(LibraryChangeKind kind) => $"""
        delete from redirect where kind = '{kind.GetName()}' and slug = @NewSlug;
        insert into redirect (kind, slug, target_id) values ('{kind.GetName()}', @Slug, @Id) on conflict (kind, slug) do update set target_id = excluded.target_id;
        update {kind.GetName()} set slug = @NewSlug, revision = @Revision where id = @Id;
        """;

    /// <summary>Returns the statements that delete a resource to which no story refers, with its former slugs and names.</summary>
    public static string Delete(LibraryChangeKind kind) => $"""
        {RemoveFromSearchIndex}
        delete from redirect where kind = '{kind.GetName()}' and target_id = @Id;
        delete from former_name where kind = '{kind.GetName()}' and target_id = @Id;
        delete from {kind.GetName()} where id = @Id;
        """;

    /// <summary>
    /// Returns the statements that delete a resource after its stories have moved to another one, and make its current and former slugs
    /// redirect to that one.
    /// </summary>
    public static string Merge(LibraryChangeKind kind) => $"""
        {RemoveFromSearchIndex}
        update redirect set target_id = @TargetId where kind = '{kind.GetName()}' and target_id = @Id;
        insert into redirect (kind, slug, target_id) values ('{kind.GetName()}', @Slug, @TargetId) on conflict (kind, slug) do update set target_id = excluded.target_id;
        insert into former_name (kind, name_key, name, target_id)
        select kind, name_key, name, @TargetId from former_name where kind = '{kind.GetName()}' and target_id = @Id
        on conflict do nothing;
        delete from former_name where kind = '{kind.GetName()}' and target_id = @Id;
        delete from {kind.GetName()} where id = @Id;

        """;

    /// <summary>Returns the statement that updates the attributes by which stories are recommended. An index entry that is current stays current.</summary>
    private static string UpdateTerms(string assignment) => $"""
        update story_terms v set {assignment}, revision = case when v.revision = s.revision then input.revision else v.revision end
        from unnest(@StoryIds, @Revisions) as input (id, revision)
        join story s on s.id = input.id
        where v.story_id = input.id;

        """;

    private static string SelectRows(LibraryChangeKind kind, string columns, string parameters) => $"""
        select n.id as Id, n.slug as Slug, n.name as Name, n.revision as Revision, {columns},
          array(select slug from redirect where kind = '{kind.GetName()}' and target_id = n.id) as FormerSlugs,
          array(select name from former_name where kind = '{kind.GetName()}' and target_id = n.id) as FormerNames
        from {kind.GetName()} n
        where n.id = any(array(
          select id from {kind.GetName()} where slug = any(@{parameters}Slugs)
          union all
          select id from {kind.GetName()} where name_key = any(@{parameters}NameKeys)
          union all
          select target_id from redirect where kind = '{kind.GetName()}' and slug = any(@{parameters}Slugs)
          union all
          select target_id from former_name where kind = '{kind.GetName()}' and name_key = any(@{parameters}NameKeys)))
        order by n.id;
        """;

    /// <summary>The range of slugs in the "C" collation: a colon follows the digits.</summary>
    private static string SelectNumbered(LibraryChangeKind kind, string slugs) => $"""
        select '{kind.GetName()}' as Kind, taken.slug as Slug
        from unnest({slugs}) as preferred (slug)
        cross join lateral (
          select slug from {kind.GetName()} where slug > preferred.slug || '-' and slug < preferred.slug || '-:'
          union all
          select slug from redirect where kind = '{kind.GetName()}' and slug > preferred.slug || '-' and slug < preferred.slug || '-:') as taken
        """;
}
