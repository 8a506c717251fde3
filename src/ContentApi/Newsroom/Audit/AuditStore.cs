using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Web.Paging;
using Dapper;

namespace ContentApi.Newsroom.Audit;

/// <summary>Reads the audit log. The transaction that makes a change also writes its entry.</summary>
internal sealed class AuditStore(Database database)
{
    public async Task<Page<AuditEntry>> List(AuditListQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        var conditions = "";
        AddFilter("slug", query.Slug);
        AddFilter("key_id", query.Key is null ? null : Guid.Parse(query.Key));
        AddFilter("action", query.Action);

        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select id as Id, occurred_at as At, key_id as Key, actor as Actor, action as Action, slug as Slug, version as Version, detail as Detail
            from audit
            where true{conditions}{page.After("id < @Key")}
            order by id desc
            limit @Limit;

            {page.Count($"select count(*) from audit where true{conditions}")}
            """,
            page.Parameters,
            cancellationToken: cancellationToken));
        return await page.Read<AuditEntry>(results, entry => page.CreateCursor(Cursor.FormatKey(entry.Id), Guid.Empty));

        void AddFilter(string column, object? value)
        {
            if (value is not null)
            {
                conditions += $" and {column} = @{column}";
                page.Parameters.Add(column, value);
            }
        }
    }
}
