using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace ContentApi.Http;

/// <summary>The server and the middleware that all answers pass through, in order.</summary>
internal static class HttpSetup
{
    private const string DefaultUrl = "http://localhost:5080";

    public static void AddHttp(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(RequestLimits.Configure);
        if (!IsAddressConfigured(builder.Configuration))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.Services.AddOptions<DeliveryOptions>().BindConfiguration("Delivery");
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false); // the strict query answers instead
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(anyone => anyone
            .AllowAnyOrigin()
            .WithMethods(HttpMethods.Get, HttpMethods.Head)
            .WithHeaders("If-None-Match", "If-Modified-Since", "Authorization", "X-Api-Key")
            .WithExposedHeaders("ETag", "Link", "Content-Revision", "RateLimit", "RateLimit-Policy", "Retry-After", "Deprecation", "Sunset")
            .SetPreflightMaxAge(TimeSpan.FromHours(2))));

        var trusted = builder.Configuration.GetSection("Proxy:Trusted").Get<string[]>() ?? [];
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = trusted.Length == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in trusted)
            {
                forwarded.KnownIPNetworks.Add(Network(network));
            }
        });
    }

    public static void UseHttp(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use((context, next) =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            if (context.Request.IsHttps)
            {
                context.Response.Headers.StrictTransportSecurity = "max-age=31536000";
            }

            return next(context);
        });
        app.UseCors();
        app.UseProblems();
        app.UseRequestLimits();
        app.UseHeadAsGet();
        app.UseRouting();
        app.UseExactPaths();
    }

    private static bool IsAddressConfigured(ConfigurationManager configuration) =>
        configuration["urls"] is not null
        || configuration["http_ports"] is not null
        || configuration["https_ports"] is not null
        || configuration.GetSection("Kestrel:Endpoints").Exists();

    private static IPNetwork Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new InvalidOperationException($"Proxy:Trusted must list networks such as 10.0.0.0/8; '{text}' is none.");
}
