using ContentApi.Web.Problems;

namespace ContentApi.Web.Validation;

/// <summary>400: the required request body is missing.</summary>
internal sealed class EmptyBody(string[] mediaTypes) : ProblemResult(
    ProblemKind.InvalidRequest,
    $"{StrictJson.Root} {Fault(mediaTypes)}",
    new Dictionary<string, string[]>(StringComparer.Ordinal) { [StrictJson.Root] = [Fault(mediaTypes)] })
{
    private static string Fault(string[] mediaTypes) => $"is empty; send {string.Join(" or ", mediaTypes)}.";
}
