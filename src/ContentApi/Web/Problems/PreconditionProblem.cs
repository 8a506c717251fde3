using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Web.Problems;

/// <summary>The response to a failed optional precondition: `If-Match` does not match (412) or cannot be parsed (400).</summary>
internal sealed class PreconditionProblem(ProblemResult problem) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public int? StatusCode => problem.StatusCode;

    public Task ExecuteAsync(HttpContext httpContext) => problem.ExecuteAsync(httpContext);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(ProblemJsonContext.CreateResponseMetadata(StatusCodes.Status412PreconditionFailed));
}
