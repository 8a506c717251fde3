using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Web.Problems;

/// <summary>409: the request conflicts with the current state of the resource.</summary>
internal sealed class ConflictProblem(string detail) : ProblemResult(ProblemKind.Conflict, detail), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(ProblemJsonContext.CreateResponseMetadata(StatusCodes.Status409Conflict));
}
