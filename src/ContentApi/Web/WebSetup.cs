using ContentApi.Data;
using ContentApi.Web.Connections;
using ContentApi.Web.OpenApi;
using ContentApi.Web.Pages;
using ContentApi.Web.Problems;
using ContentApi.Web.ResponseCache;
using ContentApi.Web.Security;
using ContentApi.Web.Validation;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace ContentApi.Web;

/// <summary>Configures the server and, in order, the middleware for all responses.</summary>
internal static class WebSetup
{
    public static void AddHttp(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(RequestLimits.Configure);
        builder.AddKestrelLimits();
        builder.AddConnectionLimit();
        builder.AddListenAddresses();
        builder.AddValidatedOptions<DeliveryOptions>("Delivery");
        builder.AddResponseCache();
        builder.AddOpenApi();
        builder.AddPages();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false); // the strict query filter rejects invalid parameters
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.Services.AddStrictRouting();
        builder.AddCorsPolicies();

        var proxy = builder.AddValidatedOptions<ProxyOptions>("Proxy");
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = proxy.Trusted.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in proxy.Networks)
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        });
    }

    public static void UseHttp(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value.ForwardedHeaders != ForwardedHeaders.None)
        {
            app.UseForwardedHeaders();
        }

        app.UseSecurityHeaders();
        app.UseCorsHeaders();
        app.UseProblems();
        app.UseRequestLimits();
        app.UseHeadAsGet();
        app.UseRoutingWithCors();
        app.UseStrictRouting();
        app.UseDeprecation();
    }
}
