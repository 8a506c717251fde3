using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContentApi.Web.Security;

/// <summary>
/// Provides the CORS headers of responses and the policies of preflights. Public reads allow every origin and send the same headers
/// whether or not the request has an `Origin`, so that a shared cache can serve one stored response to all. Everything else allows only
/// <see cref="CorsOptions.Origins"/> and varies by `Origin`.
/// </summary>
internal sealed class CorsPolicyProvider(IOptions<CorsOptions> options) : ICorsPolicyProvider
{
    private static readonly string[] ExposedHeaderNames = ["ETag", "Link", "Location", "Content-Revision", "RateLimit", "RateLimit-Policy", "Retry-After", "Deprecation", "Sunset", "Draft-State", "Draft-Version"];
    private static readonly string[] NewsroomExposedHeaderNames = [.. ExposedHeaderNames, "Location"];

    private static readonly StringValues AnyOrigin = CorsConstants.AnyOrigin;
    private static readonly StringValues ExposedHeadersValue = string.Join(',', ExposedHeaderNames);
    private static readonly StringValues NewsroomExposedHeadersValue = string.Join(',', NewsroomExposedHeaderNames);

    private readonly CorsPolicy publicReads = CreatePolicy(policy => policy
        .AllowAnyOrigin()
        .WithMethods(HttpMethods.Get, HttpMethods.Head)
        .WithHeaders("If-Match", "If-None-Match", "If-Modified-Since", "Authorization", "X-Api-Key"));

    private readonly CorsPolicy newsroom = CreatePolicy(policy => policy
        .WithOrigins([.. options.Value.Origins])
        .WithMethods(HttpMethods.Get, HttpMethods.Head, HttpMethods.Put, HttpMethods.Post, HttpMethods.Patch, HttpMethods.Delete)
        .WithHeaders("If-Match", "If-None-Match", "Content-Type", "Authorization", "X-Api-Key"));

    /// <summary>Returns the policy for a preflight: that of the requested endpoint and method.</summary>
    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName) =>
        Task.FromResult<CorsPolicy?>(IsPublicRead(context.Request.Headers.AccessControlRequestMethod.ToString(), context.GetEndpoint()) ? publicReads : newsroom);

    /// <summary>Sets the CORS headers of the response.</summary>
    /// <param name="context">The request.</param>
    /// <param name="endpoint">The endpoint; null before routing, or if no endpoint matches the path and method.</param>
    public void Apply(HttpContext context, Endpoint? endpoint)
    {
        var headers = context.Response.Headers;
        if (IsPublicRead(context.Request.Method, endpoint))
        {
            headers.AccessControlAllowOrigin = AnyOrigin;
            headers.AccessControlExposeHeaders = ExposedHeadersValue;
            return;
        }

        var isAllowed = context.Request.Headers.Origin is [{ } origin] && newsroom.IsOriginAllowed(origin);
        headers.Vary = HeaderNames.Origin;
        headers.AccessControlAllowOrigin = isAllowed ? context.Request.Headers.Origin : default;
        headers.AccessControlExposeHeaders = isAllowed ? NewsroomExposedHeadersValue : default;
    }

    /// <summary>Returns whether reads of an endpoint are restricted to the origins of the newsroom.</summary>
    public static bool IsNewsroom(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<RequiredScope>()?.Scope is not null;

    private static bool IsPublicRead(string method, Endpoint? endpoint) => (HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) && !IsNewsroom(endpoint);

    private static CorsPolicy CreatePolicy(Action<CorsPolicyBuilder> build)
    {
        var policy = new CorsPolicyBuilder().SetPreflightMaxAge(TimeSpan.FromHours(2)); // the maximum in Chromium
        build(policy);
        return policy.Build();
    }
}
