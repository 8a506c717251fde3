using ContentApi.Web.Problems;

namespace ContentApi.Web.Validation;

/// <summary>400: the required request body is missing.</summary>
internal sealed class EmptyBodyProblem(string[] mediaTypes) : ProblemResult(
    ProblemKind.InvalidRequest,
    $"{StrictJson.BodyPath} {DescribeFault(mediaTypes)}",
    new Dictionary<string, string[]>(StringComparer.Ordinal) { [StrictJson.BodyPath] = [DescribeFault(mediaTypes)] })
{
    private static string DescribeFault(string[] mediaTypes) => $"must not be empty. Send {string.Join(" or ", mediaTypes)}.";
}
