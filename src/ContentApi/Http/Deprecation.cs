using System.Globalization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Http;

/// <summary>On an endpoint: it will go, or one of its parameters will.</summary>
/// <param name="Since">From when on nobody should use it any more.</param>
/// <param name="Sunset">When it will be gone.</param>
/// <param name="Instead">What to use instead, as a sentence of the contract.</param>
/// <param name="Parameter">The parameter of the query, where it is not the whole operation.</param>
internal sealed record Deprecation(DateTimeOffset Since, DateTimeOffset Sunset, string Instead, string? Parameter = null);

/// <summary>Tells callers what will go: `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) on each answer that they get by it.</summary>
internal static class Deprecations
{
    public static TBuilder WithDeprecation<TBuilder>(this TBuilder endpoint, Deprecation deprecation)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(deprecation);

    /// <summary>After routing, and before what answers from memory.</summary>
    public static void UseDeprecation(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        foreach (var deprecation in context.GetEndpoint()?.Metadata.GetOrderedMetadata<Deprecation>() ?? [])
        {
            if (deprecation.Parameter is null || context.Request.Query.ContainsKey(deprecation.Parameter))
            {
                context.Response.Headers["Deprecation"] = $"@{deprecation.Since.ToUnixTimeSeconds()}";
                context.Response.Headers["Sunset"] = deprecation.Sunset.ToString("R", CultureInfo.InvariantCulture);
            }
        }

        return next(context);
    });
}

/// <summary>Marks in the contract what will go, and documents the headers that say so.</summary>
internal sealed class DeprecationContract : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var deprecation in context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<Deprecation>())
        {
            var words = $"Deprecated, and gone after {deprecation.Sunset:yyyy-MM-dd}. {deprecation.Instead}";
            if (deprecation.Parameter is null)
            {
                operation.Deprecated = true;
                operation.Description = $"{operation.Description}\n\n{words}".Trim();
            }
            else if (operation.Parameters?.FirstOrDefault(parameter => parameter.Name == deprecation.Parameter) is OpenApiParameter parameter)
            {
                parameter.Deprecated = true;
                parameter.Description = $"{parameter.Description} {words}".Trim();
            }

            foreach (var response in (operation.Responses ??= []).Values.OfType<OpenApiResponse>())
            {
                var headers = response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
                headers["Deprecation"] = Header("Since when nobody should use it any more, in seconds since 1970 (RFC 9745).", $"@{deprecation.Since.ToUnixTimeSeconds()}");
                headers["Sunset"] = Header("When it will be gone (RFC 8594).", deprecation.Sunset.ToString("R", CultureInfo.InvariantCulture));
            }
        }
    }

    private static OpenApiHeader Header(string description, string example) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 50 }, Example = example };
}
