using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Web.Paging;
using Dapper;

namespace ContentApi.Newsroom.Audit;

/// <summary>Reads the audit log. Each change writes its entry in its own transaction.</summary>
internal sealed class AuditStore(Database database)
{
    public async Task<Page<AuditEntry>> List(AuditQuery query, PageQuery paging, Cursor? after, CancellationToken cancellationToken)
    {
        var limit = paging.Limit ?? PageQuery.DefaultLimit;
        List<string> filters = [];
        AddIf(query.Slug, "slug = @Slug");
        AddIf(query.Key, "key_id = @Key");
        AddIf(query.Action, "action = @Action");
        var matching = string.Concat(filters.Select(filter => $" and {filter}"));

        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select id as Id, at as At, key_id as Key, actor as Actor, action as Action, slug as Slug, version as Version, detail as Detail
            from audit
            where true{matching}{(after is null ? "" : " and id < @After")}
            order by id desc
            limit @Limit;

            {(paging.Count == true ? $"select count(*) from audit where true{matching};" : "")}
            """,
            new { query.Slug, Key = query.Key is null ? (Guid?)null : Guid.Parse(query.Key), query.Action, After = after?.Serial, Limit = limit + 1 },
            cancellationToken: cancellationToken));
        var entries = (await results.ReadAsync<AuditEntry>()).AsList();
        var total = paging.Count == true ? await results.ReadSingleAsync<long>() : (long?)null;
        return PagedResults.Page(entries, limit, total, entry => entry, entry => new Cursor($"{entry.Id}", Guid.Empty, Revision: 0).Write(query.Canonical));

        void AddIf(string? value, string filter)
        {
            if (value is not null)
            {
                filters.Add(filter);
            }
        }
    }
}
