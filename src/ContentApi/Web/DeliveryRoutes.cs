using System.Globalization;
using ContentApi.Data;
using ContentApi.Web.ResponseCache;
using ContentApi.Web.Validation;

namespace ContentApi.Web;

/// <summary>What all public reading has in common.</summary>
internal static class DeliveryRoutes
{
    /// <summary>
    /// The group `/v1`: answered from memory where that is true, with strict query strings, and `Content-Revision` on every answer, errors
    /// and 304 included. To be called after whatever decides who may ask, because what is in memory is given to all.
    /// </summary>
    public static RouteGroupBuilder MapDelivery(this WebApplication app)
    {
        app.UseMiddleware<ResponseCacheMiddleware>();
        return app.MapGroup("/v1")
            .WithMetadata(new DeliveryEndpoint())
            .WithStrictQuery(MinRevisionFilter.Parameter)
            .AddEndpointFilter(StampRevision)
            .WithMinRevision();
    }

    /// <summary>Every `GET` resource answers `HEAD` as well: the same headers, and the server leaves the body out.</summary>
    public static void UseHeadAsGet(this WebApplication app) =>
        app.Use((context, next) => HttpMethods.IsHead(context.Request.Method) ? AnswerHead(context, next) : next(context));

    private static async Task AnswerHead(HttpContext context, RequestDelegate next)
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

    private static async ValueTask<object?> StampRevision(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        if (context.HttpContext.RequestServices.GetRequiredService<ReadSnapshot>().Row is { } snapshot)
        {
            context.HttpContext.Response.Headers["Content-Revision"] = snapshot.Revision.ToString(CultureInfo.InvariantCulture);
        }

        return answer;
    }
}
