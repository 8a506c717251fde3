using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Http;

/// <summary>308: what was asked for has another slug now. The address is the same route with that slug, its sub-path and query kept.</summary>
internal sealed class Moved(string slug) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status308PermanentRedirect;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var route = httpContext.GetEndpoint()!.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName;
        var address = httpContext.RequestServices.GetRequiredService<LinkGenerator>().GetPathByName(httpContext, route, new { slug });
        httpContext.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        httpContext.Response.Headers.Location = address + httpContext.Request.QueryString;
        httpContext.Response.Headers.CacheControl = "public, max-age=0, s-maxage=60";
        return Task.CompletedTask;
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status308PermanentRedirect));
}
