using System.Reflection;
using ContentApi.Web.Problems;
using FluentValidation;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContentApi.Web.Validation;

/// <summary>A <see cref="JsonBody{T}"/> that the request may omit.</summary>
internal sealed class OptionalJsonBody<T> : IRequestBody, IEndpointParameterMetadataProvider
    where T : class
{
    private OptionalJsonBody(T? value, ProblemResult? problem) => (Value, Problem) = (value, problem);

    /// <summary>Gets the parsed body; null if the request has none.</summary>
    public T? Value { get; }

    public ProblemResult? Problem { get; }

    object? IRequestBody.ContentToValidate => Value;

    public static async ValueTask<OptionalJsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (value, problem) = await RequestBodyReader.ReadJson<T>(context);
        return new(value, problem is EmptyBodyProblem ? null : problem);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptedBody(typeof(T), JsonBody<T>.MediaType) { IsRequired = false });
        BodyValidation.AddProblemResponses(builder, isValidated: builder.ApplicationServices.GetService<IValidator<T>>() is not null);
    }
}
