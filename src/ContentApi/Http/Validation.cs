using System.Reflection;
using FluentValidation;
using FluentValidation.Results;

namespace ContentApi.Http;

/// <summary>
/// On a handler that judges preconditions first: a repeated request is a 412 without effect, whatever its content. It asks
/// the validator itself, and <see cref="Validation.Answer"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ValidatesLaterAttribute : Attribute;

/// <summary>Bodies are checked before handlers see them: 400, 413 and 415 when they cannot be read, 422 with every broken rule when they can.</summary>
internal static class Validation
{
    public static TBuilder WithValidatedBodies<TBuilder>(this TBuilder group)
        where TBuilder : IEndpointConventionBuilder =>
        group.AddEndpointFilterFactory((factory, next) =>
        {
            var parameters = factory.MethodInfo.GetParameters();
            var position = Array.FindIndex(parameters, parameter => parameter.ParameterType.IsAssignableTo(typeof(IRequestBody)));
            if (position < 0)
            {
                return next;
            }

            var validator = ValidatorOf(parameters[position].ParameterType, factory);
            return async context =>
            {
                var body = context.GetArgument<IRequestBody>(position);
                if (body.Fault is { } fault)
                {
                    return fault;
                }

                return validator is not null && body.Content is { } content && Answer(await validator.ValidateAsync(new ValidationContext<object>(content), context.HttpContext.RequestAborted)) is { } invalid
                    ? invalid
                    : await next(context);
            };
        });

    /// <summary>Adds to the contract what an endpoint with a body can answer.</summary>
    public static void Document(EndpointBuilder builder, bool validated)
    {
        int[] statuses = [StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType];
        foreach (var status in validated ? [.. statuses, StatusCodes.Status422UnprocessableEntity] : statuses)
        {
            builder.Metadata.Add(ProblemJson.Response(status));
        }
    }

    private static IValidator? ValidatorOf(Type body, EndpointFilterFactoryContext factory) =>
        body.IsGenericType && (body.GetGenericTypeDefinition() == typeof(JsonBody<>) || body.GetGenericTypeDefinition() == typeof(OptionalJsonBody<>)) && factory.MethodInfo.GetCustomAttribute<ValidatesLaterAttribute>() is null
            ? (IValidator?)factory.ApplicationServices.GetService(typeof(IValidator<>).MakeGenericType(body.GetGenericArguments()))
            : null;

    /// <summary>The answer to broken rules, all at once; null when none is.</summary>
    public static InvalidContent? Answer(ValidationResult result) => result.IsValid
        ? null
        : new InvalidContent(result.Errors.GroupBy(error => error.PropertyName, StringComparer.Ordinal).ToDictionary(
            member => member.Key.Length == 0 ? StrictJson.Root : member.Key,
            member => member.Select(error => error.ErrorMessage).Distinct(StringComparer.Ordinal).ToArray(),
            StringComparer.Ordinal));
}

/// <summary>422: the body can be read, but breaks rules; each is told under the member that breaks it.</summary>
internal sealed class InvalidContent(IReadOnlyDictionary<string, string[]> errors)
    : ProblemResult(ProblemKind.InvalidContent, string.Join(' ', errors.SelectMany(error => error.Value.Select(message => $"{error.Key}: {message}"))), errors),
        Microsoft.AspNetCore.Http.Metadata.IEndpointMetadataProvider
{
    public InvalidContent(string member, string fault)
        : this(new Dictionary<string, string[]>(StringComparer.Ordinal) { [member] = [fault] })
    {
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(ProblemJson.Response(StatusCodes.Status422UnprocessableEntity));
}
