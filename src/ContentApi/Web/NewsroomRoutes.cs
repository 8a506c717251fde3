using ContentApi.Web.Security;
using ContentApi.Web.Validation;

namespace ContentApi.Web;

/// <summary>What all of the newsroom has in common.</summary>
internal static class NewsroomRoutes
{
    /// <summary>The group `/v1` beside <see cref="DeliveryRoutes.MapDelivery"/>: strict query strings, checked bodies, and nothing that a cache may keep.</summary>
    public static RouteGroupBuilder MapNewsroom(this WebApplication app) =>
        app.MapGroup("/v1")
            .WithMetadata(new NewsroomEndpoint())
            .AddEndpointFilter((context, next) =>
            {
                context.HttpContext.Response.Headers.CacheControl = "no-store";
                return next(context);
            })
            .WithStrictQuery()
            .WithValidatedBodies();
}
