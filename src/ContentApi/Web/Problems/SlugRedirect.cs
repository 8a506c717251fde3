using System.Reflection;
using ContentApi.Web.ResponseCache;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace ContentApi.Web.Problems;

/// <summary>308: the resource has a new slug. `Location` is the same route with that slug, including the subpath and the query.</summary>
internal sealed class SlugRedirect(string slug) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status308PermanentRedirect;

    /// <summary>Gets the tags that invalidate the response in the response cache, which does not store a response without tags.</summary>
    public string[] Tags { get; init; } = [];

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (CapturedResponse.TryCapture(httpContext, this, Tags))
        {
            return Task.CompletedTask;
        }

        var route = httpContext.GetEndpoint()!.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName;
        var path = httpContext.RequestServices.GetRequiredService<LinkGenerator>().GetPathByName(httpContext, route, new RouteValueDictionary(httpContext.Request.RouteValues) { ["slug"] = slug });
        httpContext.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        httpContext.Response.Headers.Location = path + httpContext.Request.QueryString;
        if (httpContext.Response.Headers.CacheControl.Count == 0) // newsroom responses already have no-store
        {
            httpContext.Response.Headers.CacheControl = httpContext.RequestServices.GetRequiredService<IOptions<DeliveryOptions>>().Value.IsPrivate
                ? "private, max-age=0"
                : "public, max-age=0, s-maxage=60";
        }

        return Task.CompletedTask;
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status308PermanentRedirect, typeof(void)));
}
