using ContentApi.Data;
using ContentApi.Web.ResponseCache;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ContentApi.Web.Security;

internal static class SecuritySetup
{
    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<AccessOptions>("Access");
        builder.AddValidatedOptions<RateLimitsOptions>("RateLimits");
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ApiKeyCache>().AddSingleton<ApiKeyAuthenticator>().AddSingleton<RateLimiter>();
        builder.Services.AddHostedService<ApiKeyRefreshService>();
    }

    /// <summary>
    /// Adds authentication by API key, rate limits and authorization. Call it after routing, because the required scope depends on the
    /// endpoint.
    /// </summary>
    public static void UseSecurity(this WebApplication app)
    {
        app.Services.GetRequiredService<IOptions<DeliveryOptions>>().Value.IsPrivate = !app.Services.GetRequiredService<IOptions<AccessOptions>>().Value.AnonymousRead;
        app.UseMiddleware<ApiKeyMiddleware>();
    }
}
