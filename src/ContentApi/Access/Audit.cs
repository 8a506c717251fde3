using System.Text.Json.Serialization;
using System.ComponentModel.DataAnnotations;
using ContentApi.Data;
using ContentApi.Http;
using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Access;

/// <summary>Who did what, and when.</summary>
public sealed record AuditEntry
{
    /// <summary>Number of the entry; later ones have larger numbers.</summary>
    /// <example>42</example>
    [Range(1L, RevisionAttribute.Largest)]
    public required long Id { get; init; }

    /// <summary>When it was done (RFC 3339, UTC).</summary>
    /// <example>2026-01-10T09:00:00.123456Z</example>
    public required DateTime At { get; init; }

    /// <summary>Id of the key that did it; null: a verb or the scheduler.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    public required Guid? Key { get; init; }

    /// <summary>Name of the key, or `import`, `scheduler`, `command line`.</summary>
    /// <example>Newsroom</example>
    [Text(200)]
    public required string Actor { get; init; }

    /// <summary>What was done, such as `key.created`, `key.revoked`, `draft.saved`, `story.published`. There will be more.</summary>
    /// <example>story.published</example>
    [Word]
    public required string Action { get; init; }

    /// <summary>Name of the draft, story or founder it was done to; null: to none.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Text(200)]
    public required string? Slug { get; init; }

    /// <summary>Version of the draft; null: it is about none.</summary>
    /// <example>3</example>
    [Range(1, int.MaxValue)]
    public required int? Version { get; init; }

    /// <summary>More about it in words, or null.</summary>
    /// <example>Newsroom: preview, write</example>
    [Text(10_000)]
    public required string? Detail { get; init; }
}

/// <summary>The parameters of the audit.</summary>
public sealed record AuditQuery
{
    /// <summary>Only what was done to the draft, story or founder of this name.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [FromQuery(Name = "slug"), StringLength(200, MinimumLength = 1)]
    public string? Slug { get; init; }

    /// <summary>Only what the key of this id did.</summary>
    [FromQuery(Name = "key"), Form("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", "must be the id of a key, in lower case."), StringLength(36)]
    public string? Key { get; init; }

    /// <summary>Only this action.</summary>
    /// <example>story.published</example>
    [FromQuery(Name = "action"), Form("^[a-zA-Z]{1,50}\\.[a-zA-Z]{1,50}$", "must be an action such as story.published."), StringLength(101)]
    public string? Action { get; init; }

    internal string Canonical => $"audit {Slug} {Key} {Action}";
}

internal static class AuditEndpoints
{
    public static void MapAudit(this RouteGroupBuilder v1)
    {
        var audit = v1.MapGroup("/audit").WithTag("Audit", "Who did what, and when.").RequireScope(Scope.Admin);
        audit.MapGet("", List).WithName("listAudit");
    }

    /// <summary>Read the audit</summary>
    /// <remarks>Which key, verb or schedule saved, published, withdrew, created or revoked what; the newest first.</remarks>
    internal static async Task<Results<Ok<Page<AuditEntry>>, InvalidRequest>> List(
        [AsParameters] AuditQuery query, [AsParameters] PageQuery paging, AuditStore audit, HttpContext context, CancellationToken cancellation) =>
        Cursor.TryRead(paging.Cursor, query.Canonical, SortKeyKind.Serial, out var after)
            ? Paging.Answer(await audit.List(query, paging, after, cancellation), context)
            : Paging.InvalidCursor;
}

/// <summary>Reads the audit. Whoever changes something writes it there in the same transaction.</summary>
internal sealed class AuditStore(Database database)
{
    public async Task<Page<AuditEntry>> List(AuditQuery query, PageQuery paging, Cursor? after, CancellationToken cancellation)
    {
        var limit = paging.Limit ?? PageQuery.DefaultLimit;
        List<string> filters = [];
        AddIf(query.Slug, "slug = @Slug");
        AddIf(query.Key, "key_id = @Key");
        AddIf(query.Action, "action = @Action");
        var matching = string.Concat(filters.Select(filter => $" and {filter}"));

        await using var connection = await database.Reads.OpenConnectionAsync(cancellation);
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
            cancellationToken: cancellation));
        var entries = (await results.ReadAsync<AuditEntry>()).AsList();
        var total = paging.Count == true ? await results.ReadSingleAsync<long>() : (long?)null;
        return Paging.Page(entries, limit, total, entry => entry, entry => new Cursor($"{entry.Id}", Guid.Empty, Revision: 0).Write(query.Canonical));

        void AddIf(string? value, string filter)
        {
            if (value is not null)
            {
                filters.Add(filter);
            }
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<AuditEntry>))]
internal sealed partial class AuditJsonContext : JsonSerializerContext;
