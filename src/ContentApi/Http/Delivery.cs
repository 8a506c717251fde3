using System.Globalization;
using ContentApi.Data;

namespace ContentApi.Http;

/// <summary>What all public reading has in common.</summary>
internal static class Delivery
{
    /// <summary>The group `/v1`: strict query strings, and `Content-Revision` on every answer, errors and 304 included.</summary>
    public static RouteGroupBuilder MapDelivery(this WebApplication app) =>
        app.MapGroup("/v1")
            .WithStrictQuery()
            .AddEndpointFilter(StampRevision);

    /// <summary>Every `GET` resource answers `HEAD` as well: the same headers, and the server leaves the body out.</summary>
    public static void UseHeadAsGet(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }

        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    });

    private static async ValueTask<object?> StampRevision(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        if (context.HttpContext.RequestServices.GetRequiredService<Snapshot>().Row is { } snapshot)
        {
            context.HttpContext.Response.Headers["Content-Revision"] = snapshot.Revision.ToString(CultureInfo.InvariantCulture);
        }

        return answer;
    }
}
