using ContentApi.Core.Model;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using Microsoft.Extensions.Options;

namespace ContentApi.Web.Security;

/// <summary>
/// Authenticates, rate-limits and authorizes every request to `/v1`, after routing and before the body is read. A missing scope is
/// therefore reported before an unknown resource or an invalid body. Each attempt with an invalid key counts against the rate limit.
/// </summary>
/// <remarks>
/// An `AuthenticationHandler` with authorization policies ignores an invalid key on public routes. To reject it there needs another
/// middleware, and the claims and tickets of both reduce the throughput of cached responses.
/// </remarks>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeyAuthenticator authenticator, RateLimiter limiter, IOptions<AccessOptions> accessOptions, IOptions<RateLimitsOptions> rateLimits)
{
    private const string Challenge = "Bearer realm=\"content-api\"";

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        var endpoint = context.GetEndpoint();
        var (key, fault) = await authenticator.Authenticate(context.Request);
        if (key is not null)
        {
            context.Features.Set(key.Caller);
        }

        var partition = key is null ? RateLimitPartition.From(context.Connection.RemoteIpAddress, hasInvalidKey: fault is not null) : RateLimitPartition.From(key.Caller);
        var perMinute = key is null ? rateLimits.Value.Anonymous.PerMinute : key.RateLimit ?? rateLimits.Value.Key.PerMinute;
        if (rateLimits.Value.Enabled)
        {
            var result = limiter.AttemptAcquire(partition, perMinute);
            if (!result.IsAllowed || IsPrivate(endpoint))
            {
                SetRateLimitHeaders(context.Response.Headers, result, key is null ? "anonymous" : "key");
            }

            if (!result.IsAllowed)
            {
                await RejectTooManyRequests(context, result);
                return;
            }
        }

        await AuthorizeAndInvokeNext(context, endpoint, key?.Caller, fault);
        if (rateLimits.Value.Enabled && context.Response.StatusCode == StatusCodes.Status304NotModified && context.Features.Get<ResponseCacheHit>() is not null)
        {
            limiter.Refund(partition, perMinute);
        }
    }

    private Task AuthorizeAndInvokeNext(HttpContext context, Endpoint? endpoint, Caller? caller, string? fault)
    {
        var scope = endpoint?.Metadata.GetMetadata<RequiredScope>()?.Scope;
        if (fault is not null)
        {
            return RejectUnauthorized(context, fault, $"{Challenge}, error=\"invalid_token\"");
        }

        if (caller is null && (scope is not null || (!accessOptions.Value.AnonymousRead && IsDelivery(endpoint))))
        {
            return RejectUnauthorized(context, "Send an API key in the Authorization header (Bearer …) or in the X-Api-Key header.", Challenge);
        }

        return scope is null || caller!.Scopes.Contains(scope.Value) ? next(context) : RejectForbidden(context, scope.Value);
    }

    /// <summary>
    /// Returns whether the response is specific to the caller. Shared responses have no rate limit headers, because a cache would send
    /// them to other callers.
    /// </summary>
    private bool IsPrivate(Endpoint? endpoint) => endpoint is not null && !(accessOptions.Value.AnonymousRead && IsDelivery(endpoint));

    private static bool IsDelivery(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<DeliveryEndpoint>() is not null;

    private static Task RejectUnauthorized(HttpContext context, string fault, string challenge)
    {
        context.Response.Headers.WWWAuthenticate = challenge;
        return new ProblemResult(ProblemKind.Unauthorized, fault).ExecuteAsync(context);
    }

    private static Task RejectForbidden(HttpContext context, Scope scope)
    {
        context.Response.Headers.WWWAuthenticate = $"{Challenge}, error=\"insufficient_scope\", scope=\"{scope.GetName()}\"";
        return new ProblemResult(ProblemKind.Forbidden, $"This operation requires the scope '{scope.GetName()}'.").ExecuteAsync(context);
    }

    private static Task RejectTooManyRequests(HttpContext context, RateLimitResult result)
    {
        context.Response.Headers.RetryAfter = $"{result.ResetSeconds}";
        return new ProblemResult(ProblemKind.TooManyRequests, $"The rate limit is {result.PerMinute:N0} requests per minute. Retry in {result.ResetSeconds} s.").ExecuteAsync(context);
    }

    /// <summary>Sets the rate limit headers of draft-ietf-httpapi-ratelimit-headers-10.</summary>
    private static void SetRateLimitHeaders(IHeaderDictionary headers, RateLimitResult result, string policy)
    {
        headers["RateLimit-Policy"] = $"\"{policy}\";q={result.PerMinute};w=60";
        headers["RateLimit"] = $"\"{policy}\";r={result.Remaining};t={result.ResetSeconds}";
    }
}
