using System.Reflection;
using ContentApi.Publishing;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Newsroom.Collections;

/// <summary>Returns 201 for a new collection.</summary>
internal sealed class CreatedCollectionResult(StoredCollection collection) : CollectionResult(collection), IEndpointMetadataProvider
{
    public override int? StatusCode => StatusCodes.Status201Created;

    public override Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Location = httpContext.RequestServices.GetRequiredService<LinkGenerator>().GetPathByName(httpContext, "getCollection", new { slug = Slug });
        return base.ExecuteAsync(httpContext);
    }

    public static new void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(SavedCollection), ["application/json"]));
}
