using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Web.Paging;
using ContentApi.Web.Security;
using Dapper;

namespace ContentApi.Newsroom.Keys;

/// <summary>
/// Reads and writes API keys. Each change of a key increments `api_key_epoch`, by which nodes notice changes, and notifies all nodes.
/// </summary>
internal sealed class ApiKeyStore(Database database)
{
    /// <summary>Identifies the list that a cursor belongs to.</summary>
    public const string CanonicalQuery = "keys";

    private const string Columns = """
        k.id as Id, k.name as Name, k.prefix as Prefix, k.scopes as Scopes, p.slug as Partner, k.rate_limit as RateLimit,
        k.created_at as CreatedAt, k.expires_at as ExpiresAt, k.revoked_at as RevokedAt, k.last_used_at as LastUsedAt
        """;

    private const string From = "from api_key k left join partner p on p.id = k.partner_id";

    /// <summary>Creates a key, and its partner if this is the partner's first key.</summary>
    public async Task<NewApiKey> Create(ApiKeyRequest request, Actor actor, CancellationToken cancellationToken)
    {
        var token = ApiKeyToken.Create();
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleAsync<ApiKeyRow>(new CommandDefinition(
            $"""
            with next_epoch as (
              update api_key_epoch set epoch = epoch + 1
            ), p as (
              insert into partner (id, slug) select @PartnerId, @Partner where @Partner::text is not null
              on conflict (slug) do update set slug = excluded.slug -- returns the existing partner, too
              returning id, slug
            ), k as (
              insert into api_key (id, name, hash, prefix, scopes, partner_id, rate_limit, expires_at)
              values (@Id, @Name, @Hash, @Prefix, @Scopes, (select id from p), @RateLimit, @ExpiresAt)
              returning id, name, prefix, scopes, partner_id, rate_limit, created_at, expires_at, revoked_at, last_used_at
            ), audited as (
              insert into audit (key_id, actor, action, detail) values (@KeyId, @Actor, '{AuditAction.KeyCreated}', @Detail)
            )
            select {Columns}, pg_notify('{ApiKeyCache.Channel}', '')::text from k left join p on p.id = k.partner_id
            """,
            new
            {
                Id = Guid.CreateVersion7(),
                request.Name,
                Hash = ApiKeyToken.Hash(token),
                Prefix = ApiKeyToken.GetDisplayPrefix(token),
                Scopes = request.Scopes.Select(EnumNames.GetName).ToArray(),
                PartnerId = Guid.CreateVersion7(),
                request.Partner,
                request.RateLimit,
                ExpiresAt = request.ExpiresAt?.UtcDateTime,
                actor.KeyId,
                Actor = actor.Name,
                Detail = $"{request.Name}: {string.Join(", ", request.Scopes.Select(EnumNames.GetName))}{(request.Partner is null ? "" : $" (partner {request.Partner})")}",
            },
            cancellationToken: cancellationToken));
        return new NewApiKey(row.ToApiKey(), token);
    }

    public async Task<ApiKey?> Find(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<ApiKeyRow>(
            new CommandDefinition($"select {Columns} {From} where k.id = @id", new { id }, cancellationToken: cancellationToken));
        return row?.ToApiKey();
    }

    public async Task<Page<ApiKey>> List(PageRequest page, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select {Columns} {From} where true{page.After("(k.created_at, k.id) < (@Key, @Id)")}
            order by k.created_at desc, k.id desc
            limit @Limit;

            {page.Count("select count(*) from api_key")}
            """,
            page.Parameters,
            cancellationToken: cancellationToken));
        return await page.Read<ApiKeyRow, ApiKey>(results, row => row.ToApiKey(), row => page.CreateCursor(Cursor.FormatKey(row.CreatedAt), row.Id));
    }

    /// <summary>Revokes a key; returns false if no key has this id. A key that is revoked already does not change.</summary>
    public async Task<bool> Revoke(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            $"""
            with revoked as (
              update api_key set revoked_at = clock_timestamp() where id = @id and revoked_at is null returning id, name
            ), next_epoch as (
              update api_key_epoch set epoch = epoch + 1 where exists (select from revoked)
            ), audited as (
              insert into audit (key_id, actor, action, detail) select @KeyId, @Actor, '{AuditAction.KeyRevoked}', name from revoked
            )
            select exists (select from api_key where id = @id), (select pg_notify('{ApiKeyCache.Channel}', '')::text from revoked)
            """,
            new { id, actor.KeyId, Actor = actor.Name },
            cancellationToken: cancellationToken));
    }

    private sealed class ApiKeyRow
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public string Prefix { get; init; } = "";

        public string[] Scopes { get; init; } = [];

        public string? Partner { get; init; }

        public int? RateLimit { get; init; }

        public DateTime CreatedAt { get; init; }

        public DateTime? ExpiresAt { get; init; }

        public DateTime? RevokedAt { get; init; }

        public DateTime? LastUsedAt { get; init; }

        public ApiKey ToApiKey() => new()
        {
            Id = Id,
            Name = Name,
            Prefix = Prefix,
            Scopes = Array.ConvertAll(Scopes, EnumNames.Parse<Scope>),
            Partner = Partner,
            RateLimit = RateLimit,
            CreatedAt = CreatedAt,
            ExpiresAt = ExpiresAt,
            RevokedAt = RevokedAt,
            LastUsedAt = LastUsedAt,
        };
    }
}
