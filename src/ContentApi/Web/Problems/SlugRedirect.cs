using System.Reflection;
using ContentApi.Web.ResponseCache;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace ContentApi.Web.Problems;

/// <summary>308: what was asked for has another slug now. The address is the same route with that slug, its sub-path and query kept.</summary>
internal sealed class SlugRedirect(string slug) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status308PermanentRedirect;

    /// <summary>What it was concluded from, where it may be remembered until one of these changes.</summary>
    public string[] Tags { get; init; } = [];

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (CapturedResponse.TryCapture(httpContext, this, Tags))
        {
            return Task.CompletedTask;
        }

        var route = httpContext.GetEndpoint()!.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName;
        var address = httpContext.RequestServices.GetRequiredService<LinkGenerator>().GetPathByName(httpContext, route, new RouteValueDictionary(httpContext.Request.RouteValues) { ["slug"] = slug });
        httpContext.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        httpContext.Response.Headers.Location = address + httpContext.Request.QueryString;
        if (httpContext.Response.Headers.CacheControl.Count == 0) // else it is the newsroom's
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
