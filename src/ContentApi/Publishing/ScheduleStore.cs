using ContentApi.Core.Model;
using ContentApi.Data;
using Dapper;

namespace ContentApi.Publishing;

/// <summary>Reads and writes the schedules of drafts.</summary>
internal sealed class ScheduleStore(Database database)
{
    /// <summary>
    /// The condition that neither the draft nor its schedule has changed since its entity tag was compared with `If-Match`.
    /// </summary>
    private const string IsUnchanged = """
        id = @Id and slug = @Slug and version = @Version
          and scheduled_version is not distinct from @ScheduledVersion and scheduled_at is not distinct from @ScheduledAt
          and scheduled_reason is not distinct from @ScheduledReason
        """;

    private const string InstantFormat = """'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'""";

    /// <summary>
    /// Returns the draft with this current slug and the data needed to schedule <paramref name="version"/>; null if there is no such draft.
    /// </summary>
    public async Task<ScheduledDraft?> Find(string slug, int? version, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<ScheduledDraft>(new CommandDefinition(
            """
            select d.id as Id, d.slug as Slug, d.version as Version, d.scheduled_version as ScheduledVersion, d.scheduled_at as ScheduledAt,
              d.scheduled_reason as ScheduledReason, d.first_published_at as FirstPublishedAt, v.document::text as Json, clock_timestamp() as Now
            from draft d
            left join draft_version v on v.draft_id = d.id and v.version = @Version
            where d.slug = @Slug
            """,
            new { Slug = slug, Version = version },
            cancellationToken: cancellationToken));
    }

    /// <summary>Saves a schedule, replacing any other; returns null if the draft has changed or the time has passed.</summary>
    public async Task<Schedule?> Save(ScheduledDraft draft, Schedule schedule, Actor actor, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Schedule>(new CommandDefinition(
            $"""
            with d as (
              update draft set scheduled_version = @NewVersion, scheduled_at = @NewAt, scheduled_reason = @NewReason, schedule_error = null, updated_at = clock_timestamp()
              where {IsUnchanged} and @NewAt > clock_timestamp()
              returning slug, scheduled_version, scheduled_at, scheduled_reason
            ), audited as (
              insert into audit (key_id, actor, action, slug, version, detail)
              select @KeyId, @Actor, '{AuditAction.StoryScheduled}', slug, scheduled_version, to_char(scheduled_at at time zone 'UTC', {InstantFormat}) || coalesce(chr(10) || 'Reason: ' || scheduled_reason, '') from d
            )
            select scheduled_version as Version, scheduled_at as At, scheduled_reason as Reason from d
            """,
            new { draft.Id, draft.Slug, draft.Version, draft.ScheduledVersion, draft.ScheduledAt, draft.ScheduledReason, NewVersion = schedule.Version, NewAt = schedule.At, NewReason = schedule.Reason, actor.KeyId, Actor = actor.Name },
            cancellationToken: cancellationToken));
    }

    /// <summary>Deletes the schedule; returns false if the draft has changed.</summary>
    public async Task<bool> Delete(ScheduledDraft draft, Actor actor, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            $"""
            with d as (
              update draft set scheduled_version = null, scheduled_at = null, scheduled_reason = null, updated_at = clock_timestamp()
              where {IsUnchanged}
              returning slug
            )
            insert into audit (key_id, actor, action, slug, version, detail)
            select @KeyId, @Actor, '{AuditAction.ScheduleCancelled}', slug, @ScheduledVersion, to_char(@ScheduledAt at time zone 'UTC', {InstantFormat}) from d
            """,
            new { draft.Id, draft.Slug, draft.Version, draft.ScheduledVersion, draft.ScheduledAt, draft.ScheduledReason, actor.KeyId, Actor = actor.Name },
            cancellationToken: cancellationToken)) == 1;
    }

    /// <summary>
    /// Returns the seconds until the next schedule is due by the database's clock: 0 or less if one is due, null if nothing is scheduled.
    /// </summary>
    public async Task<double?> FindSecondsUntilNextDue(CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<double?>(new CommandDefinition(
            "select extract(epoch from min(scheduled_at) - clock_timestamp())::float8 from draft where scheduled_at is not null",
            cancellationToken: cancellationToken));
    }

    /// <summary>Lists the versions that are due, the earliest schedule first.</summary>
    public async Task<IReadOnlyList<VersionDocument>> ListDue(int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<VersionDocument>(new CommandDefinition(
            $"""
            select {VersionStore.Columns}
            from draft d
            join draft_version v on v.draft_id = d.id and v.version = d.scheduled_version
            left join story s on s.id = d.id
            where d.scheduled_at <= clock_timestamp()
            order by d.scheduled_at, d.id
            limit @Limit
            """,
            new { Limit = limit },
            cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Deletes a schedule that cannot be carried out, and records the reason.</summary>
    public async Task Fail(Guid draftId, int version, string reason, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            with failed as (
              update draft set scheduled_version = null, scheduled_at = null, scheduled_reason = null, schedule_error = @Reason, updated_at = clock_timestamp()
              where id = @Draft and scheduled_version = @Version and scheduled_at <= clock_timestamp()
              returning slug
            )
            insert into audit (actor, action, slug, version, detail)
            select @Actor, '{AuditAction.ScheduleFailed}', slug, @Version, @Reason from failed
            """,
            new { Draft = draftId, Version = version, Reason = reason, Actor = Actor.Scheduler.Name },
            cancellationToken: cancellationToken));
    }
}
