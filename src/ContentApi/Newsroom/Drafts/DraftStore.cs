using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Publishing;
using ContentApi.Web.Paging;
using Dapper;

namespace ContentApi.Newsroom.Drafts;

/// <summary>
/// Reads and saves drafts and their versions. Changes that also affect published content go through <see cref="Publisher"/>.
/// </summary>
internal sealed class DraftStore(Database database)
{
    private const string Columns = """
        d.id as Id, d.slug as Slug, v.document ->> 'title' as Title, d.state as State, d.version as Version,
          d.published_version as PublishedVersion, d.scheduled_version as ScheduledVersion, d.scheduled_at as ScheduledAt, d.scheduled_reason as ScheduledReason,
          d.schedule_error as ScheduleFault, d.created_at as CreatedAt, d.updated_at as UpdatedAt
        """;

    private const string From = "from draft d join draft_version v on v.draft_id = d.id and v.version = d.version";

    /// <summary>Returns the draft with its newest document; for a former slug, the current slug; otherwise neither.</summary>
    public async Task<(DraftDocument? Draft, string? NewSlug)> Find(string slug, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select {Columns}, v.document::text as Json, v.content_hash as ContentHash {From} where d.slug = @Slug;

            select d.slug from draft_alias a join draft d on d.id = a.draft_id where a.slug = @Slug;
            """,
            new { Slug = slug },
            cancellationToken: cancellationToken));
        var draft = await results.ReadSingleOrDefaultAsync<DraftDocument>();
        return (draft, await results.ReadSingleOrDefaultAsync<string?>());
    }

    /// <summary>Returns a page of drafts, the most recently changed first.</summary>
    public async Task<Page<Draft>> List(DraftListQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        page.Parameters.Add("State", query.State);
        var stateCondition = query.State is null ? "true" : "d.state = @State";
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select {Columns} {From}
            where {stateCondition}{page.After("(d.updated_at, d.id) < (@Key, @Id)")}
            order by d.updated_at desc, d.id desc
            limit @Limit;

            {page.Count($"select count(*) from draft d where {stateCondition}")}
            """,
            page.Parameters,
            cancellationToken: cancellationToken));
        return await page.Read<Draft>(results, draft => page.CreateCursor(Cursor.FormatKey(draft.UpdatedAt), draft.Id));
    }

    /// <summary>Saves the first version of a new draft; returns null if the slug is the current or a former slug of a draft.</summary>
    /// <remarks>
    /// Takes no lock that publications wait for. The second statement sees a rename that was committed before the insert could take its
    /// former slug: PostgreSQL executes the three statements in one transaction, but each with a snapshot of its own.
    /// </remarks>
    public async Task<DraftDocument?> Create(StoryDocument document, Actor actor, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<DraftDocument>(new CommandDefinition(
            $"""
            insert into draft (id, slug, version, created_at, updated_at)
            select @Id, @Slug, 1, now.at, now.at from (select clock_timestamp() as at) now
            on conflict (slug) do nothing;

            delete from draft where id = @Id and exists (select from draft_alias where slug = @Slug);

            with d as (
              select {ReturnedColumns} from draft where id = @Id
            ){SaveVersion}
            """,
            CreateParameters(Guid.CreateVersion7(), document, current: null, actor),
            cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Saves the next version of a draft and returns it; returns null if the version, schedule or slug differs from that of <paramref
    /// name="current"/>.
    /// </summary>
    public async Task<DraftDocument?> Save(DraftDocument current, StoryDocument document, Actor actor, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<DraftDocument>(new CommandDefinition(
            $"""
            with d as (
              update draft set version = version + 1, updated_at = clock_timestamp()
              where id = @Id and version = @Version and slug = @Slug
                and scheduled_version is not distinct from @ScheduledVersion and scheduled_at is not distinct from @ScheduledAt
                and scheduled_reason is not distinct from @ScheduledReason
              returning {ReturnedColumns}
            ){SaveVersion}
            """,
            CreateParameters(current.Id, document, current, actor),
            cancellationToken: cancellationToken));
    }

    private const string ReturnedColumns = "id, slug, version, published_version, scheduled_version, scheduled_at, scheduled_reason, schedule_error, state, created_at, updated_at";

    /// <summary>Completes a save of the draft `d`: inserts its version and audit entry, and returns the draft.</summary>
    private const string SaveVersion = $"""
        , v as (
          insert into draft_version (draft_id, version, document, content_hash, saved_at, saved_by)
          select id, version, @Document::jsonb, @ContentHash, updated_at, @Actor from d
          returning document, content_hash
        ), audited as (
          insert into audit (occurred_at, key_id, actor, action, slug, version)
          select updated_at, @KeyId, @Actor, '{AuditAction.DraftSaved}', slug, version from d
        )
        select {Columns}, v.document::text as Json, v.content_hash as ContentHash from d cross join v;
        """;

    private static object CreateParameters(Guid id, StoryDocument document, DraftDocument? current, Actor actor) => new
    {
        Id = id,
        document.Slug,
        current?.Version,
        current?.ScheduledVersion,
        current?.ScheduledAt,
        current?.ScheduledReason,
        Document = document.ToStoredJson(),
        ContentHash = document.ComputeContentHash(),
        actor.KeyId,
        Actor = actor.Name,
    };

    /// <summary>
    /// Returns, by takeaway id, the slug of the published story that owns the takeaway. Omits takeaways that no story owns, and those of
    /// the draft's own story.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, string>> FindTakeawayOwners(IReadOnlyList<Guid> takeawayIds, Guid? draftId, CancellationToken cancellationToken)
    {
        if (takeawayIds.Count == 0)
        {
            return new Dictionary<Guid, string>();
        }

        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<(Guid Id, string Slug)>(new CommandDefinition(
            "select t.id, s.slug from takeaway t join story s on s.id = t.story_id where t.id = any(@Ids) and s.id is distinct from @Draft",
            new { Ids = takeawayIds, Draft = draftId },
            cancellationToken: cancellationToken))).ToDictionary(row => row.Id, row => row.Slug);
    }
}
