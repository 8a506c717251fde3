using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Web.Paging;
using Dapper;

namespace ContentApi.Newsroom.Drafts;

/// <summary>Lists the versions of drafts.</summary>
internal sealed class DraftVersionStore(Database database)
{
    /// <summary>Lists a page of versions, the newest first; returns null if there is no draft with this slug.</summary>
    public async Task<Page<DraftVersion>?> List(string slug, PageQuery query, Cursor? after, CancellationToken cancellationToken)
    {
        var limit = query.Limit ?? PageQuery.DefaultLimit;
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
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
            cancellationToken: cancellationToken));
        if (await results.ReadSingleOrDefaultAsync<Guid?>() is not { } id)
        {
            return null;
        }

        var versions = (await results.ReadAsync<DraftVersion>()).AsList();
        var total = query.Count == true ? await results.ReadSingleAsync<int>() : (long?)null;
        return PagedResults.Page(versions, limit, total, version => version, version => new Cursor($"{version.Version}", id, Revision: 0).Write(Canonical(slug)));
    }

    /// <summary>Returns the canonical form of the query, which binds a cursor to the versions of one draft.</summary>
    public static string Canonical(string slug) => $"versions?slug={slug}";
}
