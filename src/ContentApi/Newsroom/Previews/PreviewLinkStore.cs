using System.Security.Cryptography;
using System.Text;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Publishing;
using ContentApi.Web.Paging;
using Dapper;

namespace ContentApi.Newsroom.Previews;

/// <summary>Reads and writes preview links. Tokens are random, and only their hashes are stored.</summary>
internal sealed class PreviewLinkStore(Database database)
{
    /// <summary>Identifies the list that a cursor belongs to.</summary>
    public const string CanonicalQuery = "preview-links";

    /// <summary>The length of a token: 24 random bytes in base64url.</summary>
    public const int TokenLength = 32;
    public const string TokenPattern = "^[A-Za-z0-9_-]{32}$";

    /// <summary>The lifetime of a link whose request gives no expiry.</summary>
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(7);

    /// <summary>The condition for a link `l` to work: neither the link nor the key that created it has expired or was revoked.</summary>
    private const string IsValid = """
        l.expires_at > clock_timestamp() and exists (
          select from api_key k where k.id = l.key_id and k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp()))
        """;

    private const string Columns = "l.id as Id, d.slug as Slug, l.version as Version, l.expires_at as ExpiresAt, l.created_by as CreatedBy";

    /// <summary>
    /// Creates a link, which expires no later than its key; returns null if the draft or version does not exist.
    /// </summary>
    public async Task<PreviewLink?> Create(PreviewLinkRequest request, string token, Actor actor, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<PreviewLink>(new CommandDefinition(
            $"""
            with l as (
              insert into preview_link (id, token_hash, draft_id, version, expires_at, created_at, created_by, key_id)
              select @Id, @Hash, d.id, v.version, least(coalesce(@ExpiresAt, clock_timestamp() + @DefaultLifetime), k.expires_at), clock_timestamp(), @Actor, k.id
              from draft d
              join api_key k on k.id = @KeyId
              join draft_version v on v.draft_id = d.id and v.version = coalesce(@Version, d.version)
              where d.slug = @Slug
              returning id, draft_id, version, expires_at, created_by
            ), audited as (
              insert into audit (key_id, actor, action, slug, version, detail)
              select @KeyId, @Actor, '{AuditAction.PreviewLinkCreated}', @Slug, version, id::text from l
            )
            select {Columns} from l join draft d on d.id = l.draft_id
            """,
            new { Id = Guid.CreateVersion7(), Hash = HashToken(token), request.Slug, request.Version, ExpiresAt = request.ExpiresAt?.UtcDateTime, DefaultLifetime, actor.KeyId, Actor = actor.Name },
            cancellationToken: cancellationToken));
    }

    public async Task<Page<PreviewLink>> List(PageRequest page, CancellationToken cancellationToken)
    {
        const string FromValid = $"from preview_link l join draft d on d.id = l.draft_id where {IsValid}";
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select {Columns} {FromValid}{page.After("(l.expires_at, l.id) < (@Key, @Id)")}
            order by l.expires_at desc, l.id desc
            limit @Limit;

            {page.Count($"select count(*) {FromValid}")}
            """,
            page.Parameters,
            cancellationToken: cancellationToken));
        return await page.Read<PreviewLink>(results, link => page.CreateCursor(Cursor.FormatKey(link.ExpiresAt), link.Id));
    }

    public async Task<bool> Revoke(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            $"""
            with revoked as (delete from preview_link where id = @Id returning draft_id, version)
            insert into audit (key_id, actor, action, slug, version, detail)
            select @KeyId, @Actor, '{AuditAction.PreviewLinkRevoked}', d.slug, revoked.version, @Id::text from revoked join draft d on d.id = revoked.draft_id
            """,
            new { Id = id, actor.KeyId, Actor = actor.Name },
            cancellationToken: cancellationToken)) == 1;
    }

    /// <summary>Returns the version that a token shows; null if the link does not exist or no longer works.</summary>
    public async Task<VersionDocument?> FindVersion(string token, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<VersionDocument>(new CommandDefinition(
            $"""
            select {VersionStore.Columns}
            from preview_link l
            join draft d on d.id = l.draft_id
            join draft_version v on v.draft_id = l.draft_id and v.version = l.version
            left join story s on s.id = d.id
            where l.token_hash = @Hash and {IsValid}
            """,
            new { Hash = HashToken(token) },
            cancellationToken: cancellationToken));
    }

    private static byte[] HashToken(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
