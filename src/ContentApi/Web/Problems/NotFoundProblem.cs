using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Web.Problems;

/// <summary>404: the resource does not exist.</summary>
internal sealed class NotFoundProblem(string detail) : ProblemResult(ProblemKind.NotFound, detail), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(ProblemJsonContext.CreateResponseMetadata(StatusCodes.Status404NotFound));
}
