using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Newsroom.Drafts;

/// <summary>Returns 201 for a new draft.</summary>
internal sealed class CreatedDraftResult : SavedDraftResult, IEndpointMetadataProvider
{
    public CreatedDraftResult(DraftDocument draft)
        : base(draft) => IsSentByCaller = true;

    public override int? StatusCode => StatusCodes.Status201Created;

    public override Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.Location = httpContext.RequestServices.GetRequiredService<LinkGenerator>().GetPathByName(httpContext, "getDraft", new { slug = Draft.Slug });
        return base.ExecuteAsync(httpContext);
    }

    public static new void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(SavedDraft), ["application/json"]));
}
