using ContentApi.Core.Model;
using ContentApi.Web.Security;
using ContentApi.Web.Validation;

namespace ContentApi.Web;

/// <summary>Configures the behavior shared by all newsroom endpoints.</summary>
internal static class NewsroomRoutes
{
    /// <summary>
    /// Adds a group `/v1` separate from <see cref="DeliveryRoutes.MapDelivery"/>, with strict query strings, validated bodies and
    /// `Cache-Control: no-store`.
    /// </summary>
    public static RouteGroupBuilder MapNewsroom(this WebApplication app) =>
        app.MapGroup("/v1")
            .WithMetadata(new NewsroomEndpoint(), new RequiredScope(Scope.Admin)) // the default, so that no endpoint is left open by mistake
            .AddEndpointFilter((context, next) =>
            {
                context.HttpContext.Response.Headers.CacheControl = "no-store";
                return next(context);
            })
            .WithStrictQuery()
            .WithValidatedBodies();
}
