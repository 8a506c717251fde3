using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Web.Problems;

/// <summary>410: the change log does not contain the position after which to continue.</summary>
internal sealed class HistoryChangedProblem(string detail) : ProblemResult(ProblemKind.HistoryChanged, detail), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(ProblemJsonContext.CreateResponseMetadata(StatusCodes.Status410Gone));
        builder.Metadata.Add(ProblemKind.HistoryChanged);
    }
}
