using ContentApi.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Access;

internal static class AccessSetup
{
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        builder.AddSettings<AccessOptions>("Access");
        builder.AddSettings<RateLimitsOptions>("RateLimits");
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<KeyStore>().AddSingleton<KeyRing>().AddSingleton<AuditStore>().AddSingleton<Authentication>().AddSingleton<RateLimiter>();
        builder.Services.AddHostedService<KeyWatch>();
        builder.Services.AddJson(AccessJson.Default).AddJson(AuditJsonContext.Default);
        builder.Services.Configure<SwaggerGenOptions>(contract =>
        {
            contract.OperationFilter<AccessContract>();
            contract.DocumentFilter<AccessContract>();
        });
    }

    /// <summary>After routing, because what a caller must be allowed depends on the endpoint; before the endpoint reads anything.</summary>
    public static void UseAccess(this WebApplication app)
    {
        app.Services.GetRequiredService<IOptions<DeliveryOptions>>().Value.IsPrivate = !app.Services.GetRequiredService<IOptions<AccessOptions>>().Value.AnonymousRead;
        app.UseMiddleware<Gate>();
    }

    public static void MapAccess(this RouteGroupBuilder newsroom)
    {
        newsroom.MapKeys();
        newsroom.MapAudit();
    }
}
