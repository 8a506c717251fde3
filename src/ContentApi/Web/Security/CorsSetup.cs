using ContentApi.Data;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace ContentApi.Web.Security;

internal static class CorsSetup
{
    public static void AddCorsPolicies(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<CorsOptions>("Cors");
        builder.Services.AddCors().AddSingleton<CorsPolicyProvider>().AddSingleton<ICorsPolicyProvider>(services => services.GetRequiredService<CorsPolicyProvider>());
    }

    /// <summary>
    /// Sets the CORS headers before routing, so that every problem response has them. Call <see cref="UseRoutingWithCors"/> afterwards:
    /// it replaces the headers for newsroom endpoints.
    /// </summary>
    public static void UseCorsHeaders(this WebApplication app)
    {
        var cors = app.Services.GetRequiredService<CorsPolicyProvider>();
        app.Use((context, next) =>
        {
            if (!IsPreflight(context.Request))
            {
                cors.Apply(context, endpoint: null);
            }

            return next(context);
        });
    }

    /// <summary>
    /// Adds routing. A preflight is routed like the request that it announces, and receives the CORS policy of that request's endpoint.
    /// </summary>
    public static void UseRoutingWithCors(this WebApplication app)
    {
        var cors = app.Services.GetRequiredService<CorsPolicyProvider>();
        app.Use((context, next) =>
        {
            if (IsPreflight(context.Request))
            {
                var method = context.Request.Headers.AccessControlRequestMethod.ToString();
                context.Request.Method = HttpMethods.IsHead(method) ? HttpMethods.Get : method;
                context.Features.Set(new Preflight());
            }

            return next(context);
        });
        app.UseRouting();
        app.UseWhen(context => context.Request.Headers.AccessControlRequestMethod.Count > 0 && context.Features.Get<Preflight>() is not null, preflight =>
        {
            preflight.Use((context, next) =>
            {
                context.Request.Method = HttpMethods.Options;
                return next(context);
            });
            preflight.UseCors();
        });
        app.Use((context, next) =>
        {
            if (context.GetEndpoint() is { } endpoint && CorsPolicyProvider.IsNewsroom(endpoint))
            {
                cors.Apply(context, endpoint);
            }

            return next(context);
        });
    }

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod is [{ Length: > 0 }] && request.Headers.Origin.Count > 0;

    /// <summary>Request feature that marks a preflight.</summary>
    private sealed class Preflight;
}
