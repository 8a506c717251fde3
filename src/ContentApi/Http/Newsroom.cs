namespace ContentApi.Http;

/// <summary>On an endpoint: it is the newsroom's, and its answers belong to the caller alone.</summary>
internal sealed class NewsroomEndpoint;

/// <summary>On an endpoint of the newsroom: anyone may read it, from pages of any origin.</summary>
internal sealed class PublicReadEndpoint;

/// <summary>What all of the newsroom has in common.</summary>
internal static class Newsroom
{
    /// <summary>The group `/v1` beside <see cref="Delivery.MapDelivery"/>: strict query strings, checked bodies, and nothing that a cache may keep.</summary>
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
