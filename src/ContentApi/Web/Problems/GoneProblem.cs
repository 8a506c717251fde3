using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Web.Problems;

/// <summary>410: the resource was published and then withdrawn.</summary>
internal sealed class GoneProblem(string detail) : ProblemResult(ProblemKind.Gone, detail), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => builder.Metadata.Add(ProblemJsonContext.CreateResponseMetadata(StatusCodes.Status410Gone));
}
