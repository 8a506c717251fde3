using System.Reflection;
using ContentApi.Web.Problems;
using FluentValidation;
using FluentValidation.Results;

namespace ContentApi.Web.Validation;

/// <summary>
/// Validates request bodies before the handler runs. Returns 400, 413 or 415 if a body cannot be read, and 422 with all violations if its
/// content is invalid.
/// </summary>
internal static class BodyValidation
{
    public static TBuilder WithValidatedBodies<TBuilder>(this TBuilder group)
        where TBuilder : IEndpointConventionBuilder =>
        group.AddEndpointFilterFactory((factoryContext, next) =>
        {
            var parameters = factoryContext.MethodInfo.GetParameters();
            var index = Array.FindIndex(parameters, parameter => parameter.ParameterType.IsAssignableTo(typeof(IRequestBody)));
            if (index < 0)
            {
                return next;
            }

            var validator = FindValidator(parameters[index].ParameterType, factoryContext);
            return async context =>
            {
                var body = context.GetArgument<IRequestBody>(index);
                if (body.Problem is { } problem)
                {
                    return problem;
                }

                return validator is not null && body.ContentToValidate is { } content && ToProblem(await validator.ValidateAsync(new ValidationContext<object>(content), context.HttpContext.RequestAborted)) is { } invalid
                    ? invalid
                    : await next(context);
            };
        });

    /// <summary>Adds to the OpenAPI document the problem responses that a request body can cause.</summary>
    public static void AddProblemResponses(EndpointBuilder builder, bool isValidated)
    {
        int[] statuses = [StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType];
        foreach (var status in isValidated ? [.. statuses, StatusCodes.Status422UnprocessableEntity] : statuses)
        {
            builder.Metadata.Add(ProblemJsonContext.CreateResponseMetadata(status));
        }
    }

    private static IValidator? FindValidator(Type bodyType, EndpointFilterFactoryContext factoryContext) =>
        bodyType.IsGenericType && (bodyType.GetGenericTypeDefinition() == typeof(JsonBody<>) || bodyType.GetGenericTypeDefinition() == typeof(OptionalJsonBody<>)) && factoryContext.MethodInfo.GetCustomAttribute<DeferredValidationAttribute>() is null
            ? (IValidator?)factoryContext.ApplicationServices.GetService(typeof(IValidator<>).MakeGenericType(bodyType.GetGenericArguments()))
            : null;

    /// <summary>Returns the 422 with all violations; null if the result is valid.</summary>
    public static InvalidContentProblem? ToProblem(ValidationResult result) => result.IsValid
        ? null
        : new InvalidContentProblem(result.Errors.GroupBy(error => error.PropertyName, StringComparer.Ordinal).ToDictionary(
            member => member.Key.Length == 0 ? StrictJson.BodyPath : member.Key,
            member => member.Select(error => error.ErrorMessage).Distinct(StringComparer.Ordinal).ToArray(),
            StringComparer.Ordinal));
}
