using Microsoft.Extensions.Primitives;

namespace ContentApi.Web.Security;

/// <summary>
/// Authenticates requests by the API key in `Authorization: Bearer`, or in `X-Api-Key` for tools that cannot send `Authorization`.
/// </summary>
internal sealed class ApiKeyAuthenticator(ApiKeyCache cache, TimeProvider clock)
{
    public const string HeaderName = "X-Api-Key";
    public const string Scheme = "Bearer";

    /// <summary>
    /// Returns the API key of a request, or the fault if the key is invalid. Both are null if the request has no key.
    /// </summary>
    public async ValueTask<(CachedApiKey? Key, string? Fault)> Authenticate(HttpRequest request)
    {
        var (authorization, apiKeyHeader) = (request.Headers.Authorization, request.Headers[HeaderName]);
        if (authorization.Count == 0 && apiKeyHeader.Count == 0)
        {
            return default;
        }

        if (ReadToken(authorization, apiKeyHeader, out var fault) is not { } token)
        {
            return (null, fault);
        }

        if (!ApiKeyToken.IsWellFormed(token))
        {
            return (null, "The API key is malformed. A key is cak_ followed by 38 letters and digits.");
        }

        if (await cache.Find(token, request.HttpContext.RequestAborted) is not { } key)
        {
            return (null, "The API key is unknown or revoked.");
        }

        var now = clock.GetUtcNow().UtcDateTime;
        if (key.ExpiresAt <= now)
        {
            return (null, $"The API key expired at {key.ExpiresAt:yyyy-MM-dd'T'HH:mm:ss'Z'}.");
        }

        key.Usage.Record(now);
        return (key, null);
    }

    private static string? ReadToken(StringValues authorization, StringValues apiKeyHeader, out string? fault)
    {
        fault = null;
        string? bearer = null;
        if (authorization.Count > 0)
        {
            if (authorization is not [{ } text] || !text.StartsWith(Scheme + ' ', StringComparison.OrdinalIgnoreCase))
            {
                fault = "Authorization must be 'Bearer' followed by an API key, such as Bearer cak_….";
                return null;
            }

            bearer = text[(Scheme.Length + 1)..].Trim();
        }

        if (apiKeyHeader.Count > 1 || (apiKeyHeader.Count == 1 && bearer is not null && apiKeyHeader[0]?.Trim() != bearer))
        {
            fault = "The request contains several API keys. Send only one.";
            return null;
        }

        return bearer ?? apiKeyHeader[0]!.Trim();
    }
}
