using System.Reflection;
using ContentApi.Web.Problems;
using FluentValidation;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Web.Validation;

/// <summary>
/// A JSON request body, parsed strictly. The <see cref="BodyValidation"/> filter of the group responds to faults before the handler runs.
/// </summary>
internal sealed class JsonBody<T> : IRequestBody, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? value;

    private readonly ReadOnlyMemory<byte> utf8;

    private JsonBody(T? value, ReadOnlyMemory<byte> utf8, ProblemResult? problem) => (this.value, this.utf8, Problem) = (value, utf8, problem);

    public const string MediaType = "application/json";

    public T Value => value ?? throw new InvalidOperationException("The body is invalid or was not read. Add the endpoint to a group with WithValidatedBodies.");

    public ProblemResult? Problem { get; }

    object? IRequestBody.ContentToValidate => value;

    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (utf8, _, problem) = await RequestBodyReader.Read(context, MediaType);
        if (problem is not null)
        {
            return new(null, default, problem);
        }

        (var value, problem) = StrictJson.Parse<T>(utf8);
        return new(value, utf8, problem);
    }

    /// <summary>Returns the names of the required members that the body does not have, whether or not they can be null.</summary>
    public IReadOnlyList<string> FindMissingMembers() => StrictJson.FindMissingMembers<T>(utf8);

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptedBody(typeof(T), MediaType));
        BodyValidation.AddProblemResponses(builder, isValidated: builder.ApplicationServices.GetService<IValidator<T>>() is not null);
    }
}
