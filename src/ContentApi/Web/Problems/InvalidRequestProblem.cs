using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Web.Problems;

/// <summary>400: a parameter, header or path is invalid.</summary>
internal sealed class InvalidRequestProblem(string parameter, string fault)
    : ProblemResult(ProblemKind.InvalidRequest, $"{parameter} {fault}", new Dictionary<string, string[]>(StringComparer.Ordinal) { [parameter] = [fault] }),
        IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(ProblemJsonContext.CreateResponseMetadata(StatusCodes.Status400BadRequest));
}
