using System.Reflection;
using ContentApi.ChangeLog;
using ContentApi.Library;
using ContentApi.Web.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Delivery;

/// <summary>The response for a slug that no story has: 308 to the new slug, 410 if the story was withdrawn, otherwise 404.</summary>
internal sealed class MissingStoryResult(string slug, StoryTombstone? tombstone) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext) => CreateResult().ExecuteAsync(httpContext);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        SlugRedirect.PopulateMetadata(method, builder);
        NotFoundProblem.PopulateMetadata(method, builder);
        GoneProblem.PopulateMetadata(method, builder);
    }

    private IResult CreateResult() => tombstone switch
    {
        { NewSlug: { } newSlug } => new SlugRedirect(newSlug) { Tags = [CacheTag.Story(slug)] },
        { Reason: { Length: > 0 } reason } => new GoneProblem($"The story '{slug}' was withdrawn: {reason}") { Tags = [CacheTag.Story(slug)] },
        not null => new GoneProblem($"The story '{slug}' was withdrawn.") { Tags = [CacheTag.Story(slug)] },
        null => new NotFoundProblem($"No published story has the slug '{slug}'.") { Tags = [CacheTag.Story(slug)] },
    };
}
