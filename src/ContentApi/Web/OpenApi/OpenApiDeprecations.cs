using System.Globalization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Web.OpenApi;

/// <summary>Marks operations and parameters as deprecated, and documents the `Deprecation` and `Sunset` headers.</summary>
internal sealed class OpenApiDeprecations : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        foreach (var deprecation in context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<Deprecation>())
        {
            var notice = $"Deprecated; will be removed after {deprecation.Sunset:yyyy-MM-dd}. {deprecation.Replacement}";
            if (deprecation.Parameter is null)
            {
                operation.Deprecated = true;
                operation.Description = $"{operation.Description}\n\n{notice}".Trim();
            }
            else if (operation.Parameters?.FirstOrDefault(parameter => parameter.Name == deprecation.Parameter) is OpenApiParameter parameter)
            {
                parameter.Deprecated = true;
                parameter.Description = $"{parameter.Description} {notice}".Trim();
            }

            foreach (var response in (operation.Responses ??= []).Values.OfType<OpenApiResponse>())
            {
                var headers = response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
                headers["Deprecation"] = CreateHeader("Time of the deprecation, in seconds since 1970 (RFC 9745).", $"@{deprecation.Since.ToUnixTimeSeconds()}");
                headers["Sunset"] = CreateHeader("Time of the removal (RFC 8594).", deprecation.Sunset.ToString("R", CultureInfo.InvariantCulture));
            }
        }
    }

    private static OpenApiHeader CreateHeader(string description, string example) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 50 }, Example = example };
}
