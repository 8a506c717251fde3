using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Web.Problems;

/// <summary>A rejected write: precondition failed or missing (412, 428), invalid content (400, 422), or conflict (409).</summary>
internal sealed class WriteProblem(ProblemResult problem) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    public int? StatusCode => problem.StatusCode;

    public Task ExecuteAsync(HttpContext httpContext) => problem.ExecuteAsync(httpContext);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        int[] statuses = [StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity, StatusCodes.Status428PreconditionRequired];
        foreach (var status in statuses)
        {
            builder.Metadata.Add(ProblemJsonContext.CreateResponseMetadata(status));
        }
    }
}
