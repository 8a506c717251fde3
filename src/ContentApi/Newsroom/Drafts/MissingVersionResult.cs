using System.Reflection;
using ContentApi.Web.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Newsroom.Drafts;

/// <summary>
/// Returns 308 to the draft's new slug if the draft was renamed and the version number is positive, otherwise 404.
/// </summary>
internal sealed class MissingVersionResult(string slug, int version, string? newSlug) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext) => newSlug is not null && version > 0
        ? new SlugRedirect(newSlug).ExecuteAsync(httpContext)
        : new NotFoundProblem($"There is no version {version} of a draft with the slug '{slug}'.").ExecuteAsync(httpContext);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        SlugRedirect.PopulateMetadata(method, builder);
        NotFoundProblem.PopulateMetadata(method, builder);
    }
}
