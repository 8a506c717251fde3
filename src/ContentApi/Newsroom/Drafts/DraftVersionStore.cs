using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Web.Paging;
using Dapper;

namespace ContentApi.Newsroom.Drafts;

/// <summary>Lists the versions of drafts.</summary>
internal sealed class DraftVersionStore(Database database)
{
    /// <summary>Returns a page of versions, the newest first, or null if no draft has this slug.</summary>
    public async Task<Page<DraftVersion>?> List(string slug, PageRequest page, CancellationToken cancellationToken)
    {
        page.Parameters.Add("Slug", slug);
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select id from draft where slug = @Slug;

            select v.version as Version, v.document ->> 'title' as Title, v.saved_at as SavedAt, v.saved_by as SavedBy,
              v.version is not distinct from d.published_version as IsPublished,
              case when v.version = d.scheduled_version then d.scheduled_at end as ScheduledAt
            from draft d
            join draft_version v on v.draft_id = d.id
            where d.slug = @Slug{page.After("v.version < @Key")}
            order by v.version desc
            limit @Limit;

            {page.Count("select version::bigint from draft where slug = @Slug")}
            """,
            page.Parameters,
            cancellationToken: cancellationToken));
        return await results.ReadSingleOrDefaultAsync<Guid?>() is { } id
            ? await page.Read<DraftVersion>(results, version => page.CreateCursor(Cursor.FormatKey(version.Version), id))
            : null;
    }

    /// <summary>Returns the canonical form of the query, which binds a cursor to the versions of one draft.</summary>
    public static string CreateCanonicalQuery(string slug) => $"versions?slug={slug}";
}
