using ContentApi.Data;
using Dapper;

namespace ContentApi.Publishing;

/// <summary>Reads the versions of drafts.</summary>
internal sealed class VersionStore(Database database)
{
    /// <summary>The columns of a <see cref="VersionDocument"/>: `d` is the draft, `v` the version, `s` the live story.</summary>
    public static readonly string Columns = """
        d.id as DraftId, d.slug as Slug, v.version as Version, v.document::text as Json,
          d.first_published_at as FirstPublishedAt, d.version as DraftVersion, d.published_version as PublishedVersion,
          d.scheduled_version as ScheduledVersion, d.scheduled_at as ScheduledAt, d.scheduled_reason as ScheduledReason,
          s.revision as LiveRevision, s.sections::text as LiveSectionsJson
        """;

    /// <summary>Returns a version of the draft with this current slug, or null.</summary>
    public async Task<VersionDocument?> Find(string slug, int version, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<VersionDocument>(new CommandDefinition(
            $"select {Columns} from draft d join draft_version v on v.draft_id = d.id left join story s on s.id = d.id where d.slug = @Slug and v.version = @Version",
            new { Slug = slug, Version = version },
            cancellationToken: cancellationToken));
    }
}
