using System.Reflection;
using ContentApi.Core.Model;
using ContentApi.Publishing;
using ContentApi.Web.ResponseCache;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Newsroom.Collections;

/// <summary>Returns 200 with the saved collection. The entity tag is that of `GET /v1/collections/{slug}`.</summary>
internal class CollectionResult(StoredCollection collection) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public virtual int? StatusCode => StatusCodes.Status200OK;

    protected string Slug => collection.Row.Slug;

    /// <summary>Returns the entity tag of a collection; null if it does not exist.</summary>
    public static string? ComputeETag(StoredCollection? collection) => collection is null ? null : EntityTag.Compute(collection.ToCollection(), CollectionJsonContext.Default.Collection);

    public virtual Task ExecuteAsync(HttpContext httpContext)
    {
        var shown = collection.ToCollection();
        httpContext.Response.StatusCode = StatusCode!.Value;
        httpContext.Response.Headers.ETag = ComputeETag(collection);
        return httpContext.Response.WriteAsJsonAsync(
            new SavedCollection
            {
                Id = shown.Id,
                Slug = shown.Slug,
                Title = shown.Title,
                Dek = shown.Dek,
                Image = shown.Image,
                StoryCount = shown.StoryCount,
                UpdatedAt = shown.UpdatedAt,
                Stories = collection.StorySlugs,
            },
            httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(SavedCollection), ["application/json"]));
}
