using System.Globalization;
using ContentApi.Data;
using ContentApi.Web.ResponseCache;
using ContentApi.Web.Validation;

namespace ContentApi.Web;

/// <summary>Configures the behavior shared by all public read endpoints.</summary>
internal static class DeliveryRoutes
{
    /// <summary>
    /// Adds the group `/v1`, with the response cache, strict query strings, and `Content-Revision` on every response for which published
    /// content was read, including errors and 304. Call it after authorization, because cached responses are served to every caller.
    /// </summary>
    public static RouteGroupBuilder MapDelivery(this WebApplication app)
    {
        app.UseMiddleware<ResponseCacheMiddleware>();
        return app.MapGroup("/v1")
            .WithMetadata(new DeliveryEndpoint())
            .WithStrictQuery(MinRevisionFilter.ParameterName)
            .AddEndpointFilter(AddContentRevision)
            .WithMinRevision();
    }

    /// <summary>Handles `HEAD` like `GET` for every resource: the headers are the same, and the server omits the body.</summary>
    public static void UseHeadAsGet(this WebApplication app) =>
        app.Use((context, next) => HttpMethods.IsHead(context.Request.Method) ? HandleHead(context, next) : next(context));

    private static async Task HandleHead(HttpContext context, RequestDelegate next)
    {
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    }

    private static async ValueTask<object?> AddContentRevision(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (context.HttpContext.RequestServices.GetRequiredService<ReadSnapshot>().LastRead is { } snapshot)
        {
            context.HttpContext.Response.Headers["Content-Revision"] = snapshot.Revision.ToString(CultureInfo.InvariantCulture);
        }

        return result;
    }
}
