using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using ContentApi.Access;
using ContentApi.Data;
using ContentApi.Http;
using ContentApi.Stories;
using Dapper;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Authoring;

/// <summary>What a link shall show, and how long.</summary>
public sealed record PreviewLinkRequest
{
    /// <summary>Name of the draft.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The version to show; null: the newest one now.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public int? Version { get; init; }

    /// <summary>When the link ends (RFC 3339), in the future and within 90 days.</summary>
    /// <example>2026-12-24T12:00:00Z</example>
    [JsonConverter(typeof(InstantConverter))]
    public required DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A link that shows one version of a draft to whoever has it.</summary>
public sealed record PreviewLink
{
    /// <summary>UUIDv7 of the link, to revoke it by.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    public required Guid Id { get; init; }

    /// <summary>Name of the draft.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The version that it shows.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int Version { get; init; }

    /// <summary>When it ends (RFC 3339, UTC).</summary>
    /// <example>2026-12-24T12:00:00Z</example>
    public required DateTime ExpiresAt { get; init; }

    /// <summary>Name of the key that made it.</summary>
    /// <example>Newsroom</example>
    [Text(200)]
    public required string CreatedBy { get; init; }

    /// <summary>The address to hand on; it needs no key. Told once, when the link is made; null in lists.</summary>
    /// <example>https://api.example.com/v1/previews/Zm91bmRlcnMgc3RhcnQgc29tZXdoZXJl</example>
    [Text(RequestLimits.Headers, Format = "uri")]
    public string? Url { get; init; }
}

internal sealed class PreviewLinkRequestValidator : AbstractValidator<PreviewLinkRequest>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    public PreviewLinkRequestValidator(TimeProvider clock)
    {
        RuleFor(link => link.Slug).NotEmpty().Must(Slug.IsValid).WithMessage(Slug.Words);
        RuleFor(link => link.Version).GreaterThan(0);
        RuleFor(link => link.ExpiresAt).NotNull()
            .Must(at => at is null || (at > clock.GetUtcNow() && at <= clock.GetUtcNow() + Longest)).WithMessage("must be in the future and within 90 days.");
    }
}

internal static class PreviewLinkEndpoints
{
    public static void MapPreviewLinks(this RouteGroupBuilder v1)
    {
        var links = v1.MapGroup("/preview-links").WithTag("Previews", "Links that show one version of a draft to whoever has them.").RequireScope(Scope.Preview);
        links.MapPost("", Create).WithName("createPreviewLink")
            .WithLink("revocation", "revokePreviewLink", "id", "/id", "Its revocation.");
        links.MapGet("", List).WithName("listPreviewLinks");
        links.MapDelete("/{id:uuid}", Revoke).WithName("revokePreviewLink");
        v1.MapGet("/previews/{token}", Show).WithName("getPreview").WithTags("Previews").WithHeaders([200, 404], "X-Robots-Tag", "Referrer-Policy").WithoutKey();
    }

    /// <summary>Make a preview link</summary>
    /// <remarks>Gives a URL that shows one version of a draft, without a key, until it expires or is revoked. The URL is told only now.</remarks>
    internal static async Task<Results<Created<PreviewLink>, InvalidContent>> Create(
        JsonBody<PreviewLinkRequest> body, PreviewLinkStore links, HttpContext context, LinkGenerator addresses, Caller caller, CancellationToken cancellation)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        if (await links.Create(body.Value, token, caller.Actor, cancellation) is not { } link)
        {
            return new InvalidContent(body.Value.Version is null ? "slug" : "version", "is not there.");
        }

        var url = addresses.GetUriByName(context, "getPreview", new { token });
        return TypedResults.Created(url, link with { Url = url });
    }

    /// <summary>List preview links</summary>
    /// <remarks>Those that have not ended, the one that ends last first; without their URLs, which nobody can tell any more.</remarks>
    internal static async Task<Results<Ok<Page<PreviewLink>>, InvalidRequest>> List([AsParameters] PageQuery query, PreviewLinkStore links, HttpContext context, CancellationToken cancellation) =>
        Cursor.TryRead(query.Cursor, PreviewLinkStore.Query, SortKeyKind.Instant, out var after)
            ? Paging.Answer(await links.List(query, after, cancellation), context)
            : Paging.InvalidCursor;

    /// <summary>Revoke a preview link</summary>
    /// <remarks>Its URL is a 404 from now on.</remarks>
    /// <param name="id" example="0198e4a1-7c00-7d3b-a5f0-3c2b1a098765">Id of the link.</param>
    internal static async Task<Results<NoContent, NotFoundProblem>> Revoke(Guid id, PreviewLinkStore links, Caller caller, CancellationToken cancellation) =>
        await links.Revoke(id, caller.Actor, cancellation) ? TypedResults.NoContent() : new NotFoundProblem($"No preview link has the id {id}.");

    /// <summary>Show a preview</summary>
    /// <remarks>The story as readers would get it, to whoever has the link. No key is needed.</remarks>
    /// <param name="token" example="Zm91bmRlcnMgc3RhcnQgc29tZXdoZXJl">The last part of the link.</param>
    /// <param name="body" example="blocks">Form of the body, as in `GET /v1/stories/{slug}`.</param>
    internal static async Task<Results<Ok<Story>, NotFoundProblem>> Show(
        [Text(PreviewLinkStore.TokenLength, Pattern = PreviewLinkStore.TokenPattern)] string token,
        [FromQuery(Name = "body"), AllowedValues("blocks", "html", "markdown", "text", "none")] string? body,
        PreviewLinkStore links,
        StoryPreview preview,
        HttpResponse response,
        CancellationToken cancellation)
    {
        response.Headers["X-Robots-Tag"] = "noindex";
        response.Headers["Referrer-Policy"] = "no-referrer";
        return await links.Open(token, cancellation) is { } version
            ? TypedResults.Ok(await preview.Draw(version, body ?? "blocks", cancellation))
            : new NotFoundProblem("This preview link has ended, or never was one.");
    }
}

/// <summary>Preview links. Their tokens are random; only hashes of them are kept.</summary>
internal sealed class PreviewLinkStore(Database database)
{
    /// <summary>What the cursors of the list belong to.</summary>
    public const string Query = "preview-links";

    /// <summary>24 random bytes in base64url.</summary>
    public const int TokenLength = 32;
    public const string TokenPattern = "^[A-Za-z0-9_-]{32}$";

    private const string Columns = "l.id as Id, d.slug as Slug, l.version as Version, l.expires_at as ExpiresAt, l.created_by as CreatedBy";

    /// <summary>The link, or null when there is no such draft or version.</summary>
    public async Task<PreviewLink?> Create(PreviewLinkRequest request, string token, Actor actor, CancellationToken cancellation)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<PreviewLink>(new CommandDefinition(
            $"""
            with l as (
              insert into preview_link (id, token_hash, draft_id, version, expires_at, created_at, created_by)
              select @Id, @Hash, d.id, v.version, @ExpiresAt, clock_timestamp(), @Actor
              from draft d
              join draft_version v on v.draft_id = d.id and v.version = coalesce(@Version, d.version)
              where d.slug = @Slug
              returning id, draft_id, version, expires_at, created_by
            ), noted as (
              insert into audit (key_id, actor, action, slug, version, detail)
              select @KeyId, @Actor, 'previewLink.created', @Slug, version, id::text from l
            )
            select {Columns} from l join draft d on d.id = l.draft_id
            """,
            new { Id = Guid.CreateVersion7(), Hash = HashOf(token), request.Slug, request.Version, ExpiresAt = request.ExpiresAt!.Value.UtcDateTime, actor.KeyId, Actor = actor.Name },
            cancellationToken: cancellation));
    }

    public async Task<Page<PreviewLink>> List(PageQuery query, Cursor? after, CancellationToken cancellation)
    {
        var limit = query.Limit ?? PageQuery.DefaultLimit;
        const string Open = "from preview_link l join draft d on d.id = l.draft_id where l.expires_at > clock_timestamp()";
        await using var connection = await database.Writes.OpenConnectionAsync(cancellation);
        await using var results = await connection.QueryMultipleAsync(new CommandDefinition(
            $"""
            select {Columns} {Open}{(after is null ? "" : " and (l.expires_at, l.id) < (@Key, @Id)")}
            order by l.expires_at desc, l.id desc
            limit @Limit;

            {(query.Count == true ? $"select count(*) {Open};" : "")}
            """,
            new { Key = after?.Instant, after?.Id, Limit = limit + 1 },
            cancellationToken: cancellation));
        var links = (await results.ReadAsync<PreviewLink>()).AsList();
        var total = query.Count == true ? await results.ReadSingleAsync<long>() : (long?)null;
        return Paging.Page(links, limit, total, link => link, link => new Cursor(Cursor.KeyOf(link.ExpiresAt), link.Id, Revision: 0).Write(Query));
    }

    public async Task<bool> Revoke(Guid id, Actor actor, CancellationToken cancellation)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            with revoked as (delete from preview_link where id = @Id returning draft_id, version)
            insert into audit (key_id, actor, action, slug, version, detail)
            select @KeyId, @Actor, 'previewLink.revoked', d.slug, revoked.version, @Id::text from revoked join draft d on d.id = revoked.draft_id
            """,
            new { Id = id, actor.KeyId, Actor = actor.Name },
            cancellationToken: cancellation)) == 1;
    }

    /// <summary>The version that a token shows, or null when it has ended.</summary>
    public async Task<VersionDocument?> Open(string token, CancellationToken cancellation)
    {
        await using var connection = await database.Writes.OpenConnectionAsync(cancellation);
        return await connection.QuerySingleOrDefaultAsync<VersionDocument>(new CommandDefinition(
            $"""
            select {VersionStore.Columns}
            from preview_link l
            join draft d on d.id = l.draft_id
            join draft_version v on v.draft_id = l.draft_id and v.version = l.version
            where l.token_hash = @Hash and l.expires_at > clock_timestamp()
            """,
            new { Hash = HashOf(token) },
            cancellationToken: cancellation));
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
