using ContentApi.Data;
using ContentApi.Http;
using Dapper;

namespace ContentApi.Authoring;

/// <summary>A version's document, and what the library has of its story now.</summary>
internal sealed record VersionDocument
{
    public required Guid DraftId { get; init; }

    public required string Slug { get; init; }

    public required int Version { get; init; }

    public required string Json { get; init; }

    public required DateTime? FirstPublishedAt { get; init; }

    public required DateTime? ScheduledAt { get; init; }

    public StoryDocument Document => StoryDocument.FromStored(Json, Slug);
}

/// <summary>Reads the versions of drafts.</summary>
internal sealed class VersionStore(Database database)
{
    /// <summary>A <see cref="VersionDocument"/>: `d` is the draft, `v` the version.</summary>
    public const string Columns = """
        d.id as DraftId, d.slug as Slug, v.version as Version, v.document::text as Json,
          d.first_published_at as FirstPublishedAt, d.scheduled_at as ScheduledAt
        """;

    /// <summary>A version of the draft that has this name now, or null.</summary>
    public async Task<VersionDocument?> Find(string slug, int version, CancellationToken cancellation)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<VersionDocument>(new CommandDefinition(
            $"select {Columns} from draft d join draft_version v on v.draft_id = d.id where d.slug = @Slug and v.version = @Version",
            new { Slug = slug, Version = version },
            cancellationToken: cancellation));
    }

    /// <summary>One page of versions, the newest first; null when no draft has that name.</summary>
    public async Task<Page<DraftVersion>?> List(string slug, PageQuery query, Cursor? after, CancellationToken cancellation)
    {
        var limit = query.Limit ?? PageQuery.DefaultLimit;
        await using var connection = await database.Writes.OpenConnectionAsync(cancellation);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select id from draft where slug = @Slug;

            select v.version as Version, v.document ->> 'title' as Title, v.saved_at as SavedAt, v.saved_by as SavedBy,
              v.version is not distinct from d.published_version as IsPublished,
              case when v.version = d.scheduled_version then d.scheduled_at end as ScheduledAt
            from draft d
            join draft_version v on v.draft_id = d.id
            where d.slug = @Slug{(after is null ? "" : " and v.version < @Key")}
            order by v.version desc
            limit @Limit;

            {(query.Count == true ? "select version from draft where slug = @Slug;" : "")}
            """,
            new { Slug = slug, Key = after?.Number, Limit = limit + 1 },
            cancellationToken: cancellation));
        if (await results.ReadSingleOrDefaultAsync<Guid?>() is not { } id)
        {
            return null;
        }

        var versions = (await results.ReadAsync<DraftVersion>()).AsList();
        var total = query.Count == true ? await results.ReadSingleAsync<int>() : (long?)null;
        return Paging.Page(versions, limit, total, version => version, version => new Cursor($"{version.Version}", id, Revision: 0).Write(Canonical(slug)));
    }

    /// <summary>What the cursors of a draft's versions belong to.</summary>
    public static string Canonical(string slug) => $"versions?slug={slug}";
}
