using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Newsroom.Identity;

/// <summary>Returns 201 for a new resource, with the URL at which <paramref name="getOperation"/> reads it.</summary>
internal sealed class CreatedResourceResult<T>(T resource, string getOperation, string slug) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status201Created;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status201Created;
        httpContext.Response.Headers.Location = httpContext.RequestServices.GetRequiredService<LinkGenerator>().GetPathByName(httpContext, getOperation, new { slug });
        return httpContext.Response.WriteAsJsonAsync(resource, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(T), ["application/json"]));
}
