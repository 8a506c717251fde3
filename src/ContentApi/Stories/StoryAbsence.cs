using System.Reflection;
using ContentApi.Http;
using ContentApi.Revisions;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Stories;

/// <summary>Why there is no story of a name: it has a new one, or it was withdrawn (for a reason, which may be empty).</summary>
internal sealed record StoryAbsence(string? NewName, string? Reason);

/// <summary>The answer where no story has the name: 308 to its new one, 410 if it was withdrawn, else 404.</summary>
internal sealed class Absent(string slug, StoryAbsence? why) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext) => Answer().ExecuteAsync(httpContext);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        Moved.PopulateMetadata(method, builder);
        NotFoundProblem.PopulateMetadata(method, builder);
        GoneProblem.PopulateMetadata(method, builder);
    }

    private IResult Answer() => why switch
    {
        { NewName: { } newName } => new Moved(newName) { Tags = [Tag.Story(slug)] },
        { Reason: { Length: > 0 } reason } => new GoneProblem($"The story '{slug}' was withdrawn: {reason}") { Tags = [Tag.Story(slug)] },
        not null => new GoneProblem($"The story '{slug}' was withdrawn.") { Tags = [Tag.Story(slug)] },
        null => new NotFoundProblem($"No story is published under the name '{slug}'.") { Tags = [Tag.Story(slug)] },
    };
}
