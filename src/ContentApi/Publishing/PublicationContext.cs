using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Library;
using Dapper;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>
/// The state that a publishing transaction reads under the publishing lock, a row lock on the revision. No other transaction can change the
/// published content before the commit.
/// </summary>
internal sealed class PublicationContext
{
    /// <summary>The number of documents above which PostgreSQL plans the reads for the actual parameters.</summary>
    private const int BulkThreshold = 20;

    /// <summary>
    /// Takes the lock in the first statement. At read committed, every later statement has its own snapshot, so all of them see what the
    /// previous transaction committed. The drafts are locked in a separate statement: with `for update` on the join, a draft that an editor
    /// saves at the same time would drop out of the result, because the joined version is no longer the newest.
    /// </summary>
    private static readonly string Sql = $"""
        select revision from library_revision for update;

        select greatest(clock_timestamp(), changed_at), (select count(*) from (select from story limit @StoryCountLimit) as counted)::int,
          exists (select from library_change where revision > @PreparedAt and kind = '{LibraryChangeKind.Recommendations.GetName()}')
        from library_revision;

        select id from draft where slug = any(@Slugs) order by id for no key update;

        select d.id as Id, d.slug as Slug, d.version as Version, d.published_version as PublishedVersion, d.first_published_at as FirstPublishedAt,
          d.scheduled_version as ScheduledVersion, d.scheduled_at as ScheduledAt, d.scheduled_reason as ScheduledReason, d.withdrawn as IsWithdrawn,
          v.content_hash as ContentHash, (v.document -> 'takeaways')::text as TakeawaysJson,
          array(select a.slug from draft_alias a where a.draft_id = d.id) as FormerSlugs
        from draft d
        join draft_version v on v.draft_id = d.id and v.version = d.version
        where d.slug = any(@Slugs);

        select s.id as Id, s.slug as Slug, s.revision as Revision, s.founder_id as FounderId,
          {AffectedStory.Columns},
          v.document_number as DocumentNumber, v.revision as IndexedRevision,
          array(select listing.slug from computed_recommendation c join story listing on listing.id = c.story_id where c.target_id = s.id) as ListedBy
        from story s
        left join story_terms v on v.story_id = s.id
        where s.slug = any(@Slugs);

        {CorrectionRow.SelectSql("select id from draft where slug = any(@Slugs)")}
        select a.slug as FormerSlug, d.slug as Slug from draft_alias a join draft d on d.id = a.draft_id where a.slug = any(@Slugs);

        select t.id as Id, s.slug as Slug from takeaway t join story s on s.id = t.story_id where t.id = any(@TakeawayIds);

        select targets.slug as Target, s.slug as Slug
        from (
          select slug, slug as target from unnest(@Slugs) as input (slug)
          union all
          select d.slug, a.slug from draft d join draft_alias a on a.draft_id = d.id where d.slug = any(@Slugs)
        ) as targets
        join recommendation r on r.target = targets.target
        join story s on s.id = r.story_id;

        {NamedResourceSql.Select}

        {NamedResourceSql.SelectNumberedSlugs}
        """;

    /// <summary>
    /// Reads the state for a few documents, with cached plans: planning these statements takes longer than executing them. Without sequential
    /// scans, a plan from when the tables were small is as good as a new one.
    /// </summary>
    private static readonly string CachedPlanSql = $"""
        set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off;
        {Sql}
        set local plan_cache_mode = default; set local enable_seqscan = default;
        """;

    /// <summary>
    /// Reads the state for a large batch, planned for the actual parameters. A cached plan may date from when the tables were small, and
    /// would scan them for each batch. Writes keep the cached plan, because a custom plan would plan foreign-key checks for each row.
    /// </summary>
    private static readonly string BulkSql = $"set local plan_cache_mode = force_custom_plan; {Sql} set local plan_cache_mode = default;";

    public required long Revision { get; init; }

    /// <summary>
    /// Gets the database's time after the lock was taken: the time of every change of this transaction, in the order of revisions.
    /// </summary>
    public required DateTime Now { get; init; }

    public required Dictionary<string, DraftRow> Drafts { get; init; }

    /// <summary>Gets the published stories of the drafts, by slug.</summary>
    public required Dictionary<string, LiveStory> Stories { get; init; }

    /// <summary>Gets the newest corrections of the drafts' stories, by id.</summary>
    public required ILookup<Guid, CorrectionRow> Corrections { get; init; }

    /// <summary>Gets the current slugs of renamed drafts, by former slug.</summary>
    public required Dictionary<string, string> CurrentSlugs { get; init; }

    /// <summary>Gets the slugs of the stories that own the takeaway ids of the documents.</summary>
    public required Dictionary<Guid, string> TakeawayOwners { get; init; }

    /// <summary>
    /// Gets the slugs of recommending stories, by the current slug of the recommended story. Includes recommendations of a former slug.
    /// </summary>
    public required ILookup<string, string> RecommendedBy { get; init; }

    /// <summary>Gets the founders to which the documents refer, and those with the same names or slugs.</summary>
    public required NamedResources<FounderRow> Founders { get; init; }

    /// <summary>Gets the topics to which the documents refer, and those with the same names or slugs.</summary>
    public required NamedResources<TopicRow> Topics { get; init; }

    /// <summary>Gets the number of stories, up to one more than those of a small library.</summary>
    public required int StoryCount { get; init; }

    /// <summary>Returns whether the library stays so small with the new stories that each publication rebuilds all recommendation lists.</summary>
    public bool IsSmallLibrary(int newStories) => StoryCount + newStories <= RecommendationIndexWriter.SmallLibrarySize;

    /// <summary>Gets whether all recommendation lists were rebuilt after the stories were prepared.</summary>
    public required bool IsReindexed { get; init; }

    /// <summary>
    /// Returns whether the draft, the live version and its index entry are those that the document was prepared to replace. Otherwise its
    /// block ids, takeaway ids or postings may be wrong.
    /// </summary>
    public bool IsCurrent(PreparedStory prepared)
    {
        var draft = Drafts.GetValueOrDefault(prepared.Slug);
        var story = Stories.GetValueOrDefault(prepared.Slug);
        return story?.Revision == prepared.LiveRevision
            && (prepared.Comparison is null || (!IsReindexed && prepared.Comparison.Stored?.DocumentNumber == story?.DocumentNumber && prepared.Comparison.Stored?.Revision == story?.IndexedRevision))
            && (prepared.Item.Trigger != PublicationTrigger.Import || (draft?.Version == prepared.DraftVersion && (draft is null || draft.Id == prepared.Id)));
    }

    /// <summary>Takes the lock and reads the state that the publication of these stories depends on.</summary>
    public static Task<PublicationContext> LockAndRead(NpgsqlConnection connection, IReadOnlyList<PreparedStory> stories, CancellationToken cancellationToken) =>
        LockAndRead(
            connection,
            stories.Count > BulkThreshold ? BulkSql : CachedPlanSql,
            new
            {
                Slugs = stories.Select(story => story.Slug).ToArray(),
                TakeawayIds = stories.SelectMany(story => story.Rendered.Document.Takeaways).Select(takeaway => takeaway.Id).OfType<Guid>().ToArray(),
                StoryCountLimit = RecommendationIndexWriter.SmallLibrarySize + 1,
                PreparedAt = stories.Min(story => story.LibraryRevision),
            },
            NamedResourceKeys.From(stories.Select(story => story.Rendered).ToList()),
            cancellationToken);

    /// <summary>Takes the lock and reads the drafts and stories with these slugs, and the founders and topics with these keys.</summary>
    public static Task<PublicationContext> LockAndRead(NpgsqlConnection connection, string[] slugs, NamedResourceKeys keys, CancellationToken cancellationToken) =>
        LockAndRead(connection, CachedPlanSql, new { Slugs = slugs, TakeawayIds = Array.Empty<Guid>(), StoryCountLimit = 0, PreparedAt = long.MaxValue }, keys, cancellationToken);

    private static async Task<PublicationContext> LockAndRead(NpgsqlConnection connection, string sql, object values, NamedResourceKeys keys, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters(values);
        keys.AddTo(parameters);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
        var revision = await results.ReadSingleAsync<long>();
        var (now, storyCount, isReindexed) = await results.ReadSingleAsync<(DateTime, int, bool)>();
        await results.ReadAsync<Guid>(); // the locked drafts
        var drafts = (await results.ReadAsync<DraftRow>()).ToDictionary(row => row.Slug, StringComparer.Ordinal);
        var stories = (await results.ReadAsync<LiveStory>()).ToDictionary(row => row.Slug, StringComparer.Ordinal);
        var corrections = await CorrectionRow.Read(results);
        var currentSlugs = (await results.ReadAsync<(string FormerSlug, string Slug)>()).ToDictionary(row => row.FormerSlug, row => row.Slug, StringComparer.Ordinal);
        var takeawayOwners = (await results.ReadAsync<(Guid Id, string Slug)>()).ToDictionary(row => row.Id, row => row.Slug);
        var recommendedBy = (await results.ReadAsync<(string Target, string Slug)>()).ToLookup(row => row.Target, row => row.Slug, StringComparer.Ordinal);
        var (founders, topics) = await NamedResourceSql.Read(results, areSlugsSelected: true);
        return new()
        {
            Revision = revision,
            Now = now,
            Drafts = drafts,
            Stories = stories,
            Corrections = corrections,
            CurrentSlugs = currentSlugs,
            TakeawayOwners = takeawayOwners,
            RecommendedBy = recommendedBy,
            Founders = founders,
            Topics = topics,
            StoryCount = storyCount,
            IsReindexed = isReindexed,
        };
    }
}
