using ContentApi.Core.Model;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Paging;
using ContentApi.Web.Problems;
using ContentApi.Web.Security;
using ContentApi.Web.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ContentApi.Newsroom.Keys;

internal static class ApiKeyEndpoints
{
    public static void MapKeys(this RouteGroupBuilder v1)
    {
        var keys = v1.MapGroup("/keys").WithTag("Keys", "API keys and their scopes.").RequireScope(Scope.Admin);
        keys.MapPost("", Create).WithName("createKey")
            .WithLink("key", "getKey", "id", "/id", "The key, without its secret.")
            .WithLink("revocation", "revokeKey", "id", "/id", "Revokes the key.");
        keys.MapGet("", List).WithName("listKeys")
            .WithLink("key", "getKey", "id", "/items/0/id", "A key of the list.");
        keys.MapGet("/{id:uuid}", Get).WithName("getKey");
        keys.MapDelete("/{id:uuid}", Revoke).WithName("revokeKey");
    }

    /// <summary>Create an API key</summary>
    /// <remarks>
    /// Returns the key with its secret, which no other response contains: the service stores only a hash. Every node accepts the key at
    /// once.
    /// </remarks>
    internal static async Task<Created<NewApiKey>> Create(
        JsonBody<ApiKeyRequest> body, ApiKeyStore keys, Caller caller, LinkGenerator linkGenerator, HttpContext context, CancellationToken cancellationToken)
    {
        var key = await keys.Create(body.Value, caller.Actor, cancellationToken);
        return TypedResults.Created(linkGenerator.GetPathByName(context, "getKey", new { id = key.Id }), key);
    }

    /// <summary>List API keys</summary>
    /// <remarks>Lists all keys without their secrets, including expired and revoked keys, the newest first.</remarks>
    internal static async Task<Results<Ok<Page<ApiKey>>, InvalidRequestProblem>> List([AsParameters] PageQuery query, ApiKeyStore keys, HttpContext context, CancellationToken cancellationToken) =>
        PageRequest.Parse(query, ApiKeyStore.CanonicalQuery, SortKeyKind.Instant) is { } page
            ? PagedResults.ToResult(await keys.List(page, cancellationToken), context)
            : PagedResults.InvalidCursor;

    /// <summary>Get an API key</summary>
    /// <remarks>Returns a key without its secret.</remarks>
    /// <param name="id" example="0198e4a0-1f00-7a11-9c3d-5e6f708192a3">Id of the API key.</param>
    internal static async Task<Results<Ok<ApiKey>, NotFoundProblem>> Get(Guid id, ApiKeyStore keys, CancellationToken cancellationToken) =>
        await keys.Find(id, cancellationToken) is { } key ? TypedResults.Ok(key) : NotFound(id);

    /// <summary>Revoke an API key</summary>
    /// <remarks>
    /// Revokes the key; every node rejects it within a second. The preview links that the key created return 404. Revoking a revoked key
    /// changes nothing.
    /// </remarks>
    /// <param name="id" example="0198e4a0-1f00-7a11-9c3d-5e6f708192a3">Id of the API key.</param>
    internal static async Task<Results<NoContent, NotFoundProblem>> Revoke(Guid id, ApiKeyStore keys, ApiKeyCache cache, Caller caller, CancellationToken cancellationToken)
    {
        if (!await keys.Revoke(id, caller.Actor, cancellationToken))
        {
            return NotFound(id);
        }

        await cache.Refresh(cancellationToken); // this node rejects the key before it sends the response
        return TypedResults.NoContent();
    }

    private static NotFoundProblem NotFound(Guid id) => new($"No key has the id {id}.");
}
