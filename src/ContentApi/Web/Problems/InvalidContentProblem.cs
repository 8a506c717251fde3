using System.Reflection;

namespace ContentApi.Web.Problems;

/// <summary>422: the body can be parsed but violates validation rules; each violation is listed under its member.</summary>
internal sealed class InvalidContentProblem(IReadOnlyDictionary<string, string[]> errors)
    : ProblemResult(ProblemKind.InvalidContent, string.Join(' ', errors.SelectMany(error => error.Value.Select(message => $"{error.Key}: {message}"))), errors),
        Microsoft.AspNetCore.Http.Metadata.IEndpointMetadataProvider
{
    public InvalidContentProblem(string member, string fault)
        : this(new Dictionary<string, string[]>(StringComparer.Ordinal) { [member] = [fault] })
    {
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(ProblemJsonContext.CreateResponseMetadata(StatusCodes.Status422UnprocessableEntity));
}
