using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Web.Problems;

/// <summary>404: nothing has that name.</summary>
internal sealed class NotFoundProblem(string detail) : ProblemResult(ProblemKind.NotFound, detail), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(ProblemJsonContext.Response(StatusCodes.Status404NotFound));
}
