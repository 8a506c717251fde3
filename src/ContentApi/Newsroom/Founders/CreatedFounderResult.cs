using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Founders;

/// <summary>Returns 201 for a new founder.</summary>
internal sealed class CreatedFounderResult(Founder founder) : IResult, Microsoft.AspNetCore.Http.Metadata.IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status201Created;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status201Created;
        httpContext.Response.Headers.Location = httpContext.RequestServices.GetRequiredService<LinkGenerator>().GetPathByName(httpContext, "getFounder", new { slug = founder.Slug });
        return httpContext.Response.WriteAsJsonAsync(founder, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(System.Reflection.MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(Founder), ["application/json"]));
}
