using System.Reflection;
using System.Text.Json;
using ContentApi.Web.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Web.Validation;

/// <summary>
/// A JSON Merge Patch (RFC 7396) of a <typeparamref name="T"/>: an object whose members replace those of the target; null removes a member.
/// </summary>
internal sealed class MergePatchBody<T> : IRequestBody, IEndpointParameterMetadataProvider
    where T : class
{
    private MergePatchBody(JsonElement value, ProblemResult? problem) => (Value, Problem) = (value, problem);

    public const string MediaType = "application/merge-patch+json";

    /// <summary>
    /// Gets the patch, an object. Its members are not validated against <typeparamref name="T"/>;
    /// <see cref="StrictJson.Parse{T}(JsonElement)"/> validates the patched target.
    /// </summary>
    public JsonElement Value { get; }

    public ProblemResult? Problem { get; }

    object? IRequestBody.ContentToValidate => null;

    public static async ValueTask<MergePatchBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (utf8, _, problem) = await RequestBodyReader.Read(context, MediaType);
        if (problem is not null)
        {
            return new(default, problem);
        }

        (var value, problem) = StrictJson.ParseObject(utf8);
        return new(value, problem);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptedBody(typeof(T), MediaType));
        BodyValidation.AddProblemResponses(builder, isValidated: true);
    }
}
