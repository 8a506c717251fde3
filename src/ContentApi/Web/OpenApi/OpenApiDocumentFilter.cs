using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Web.OpenApi;

/// <summary>Adds the tag descriptions to the document, and marks its servers as public (`x-internal: false`).</summary>
internal sealed class OpenApiDocumentFilter : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Tags = context.ApiDescriptions
            .SelectMany(operation => operation.ActionDescriptor.EndpointMetadata.OfType<TagDescription>())
            .Distinct()
            .Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description })
            .ToHashSet();
        foreach (var server in swaggerDoc.Servers ?? [])
        {
            server.AddExtension("x-internal", new JsonNodeExtension(false));
        }
    }
}
