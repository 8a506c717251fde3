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

    private JsonBody(T? value, ProblemResult? problem) => (this.value, Problem) = (value, problem);

    public const string MediaType = "application/json";

    public T Value => value ?? throw new InvalidOperationException("The body is invalid or was not read. Add the endpoint to a group with WithValidatedBodies.");

    public ProblemResult? Problem { get; }

    object? IRequestBody.ContentToValidate => value;

    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (value, problem) = await RequestBodyReader.ReadJson<T>(context);
        return new(value, problem);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptedBody(typeof(T), MediaType));
        BodyValidation.AddProblemResponses(builder, isValidated: builder.ApplicationServices.GetService<IValidator<T>>() is not null);
    }
}
