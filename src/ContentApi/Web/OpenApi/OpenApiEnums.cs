using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Web.OpenApi;

/// <summary>
/// Describes open enums. An open enum accepts any string; its known values are a named schema of their own, so that programs can name and
/// complete them.
/// </summary>
internal sealed class OpenApiEnums : IDocumentFilter
{
    private const string OpenEnumKey = "openEnum";

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        foreach (var schema in context.SchemaRepository.Schemas.Values.OfType<OpenApiSchema>().ToList())
        {
            foreach (var (name, property) in schema.Properties?.ToList() ?? [])
            {
                schema.Properties![name] = ExtractOpenEnums(property, swaggerDoc);
            }
        }
    }

    /// <summary>Records that a schema is an open enum. Its known values become a schema when the document is complete.</summary>
    public static void SetOpenEnum(OpenApiSchema schema, OpenEnumAttribute openEnum) =>
        (schema.Metadata ??= new Dictionary<string, object>(StringComparer.Ordinal))[OpenEnumKey] = openEnum;

    private static IOpenApiSchema ExtractOpenEnums(IOpenApiSchema schema, OpenApiDocument document)
    {
        if (schema is not OpenApiSchema inline)
        {
            return schema;
        }

        inline.Items = inline.Items is null ? null : ExtractOpenEnums(inline.Items, document);
        return inline.Metadata?.TryGetValue(OpenEnumKey, out var openEnum) == true ? ExtractOpenEnum(inline, (OpenEnumAttribute)openEnum, document) : inline;
    }

    /// <summary>
    /// Returns a schema that accepts any string that is not known, or a known value. Each client generator creates a string or a union of
    /// both, and a type of the known values. With `anyOf` instead, NSwag would generate an empty class; with a reference as the second
    /// option, Kiota would generate TypeScript that does not compile.
    /// </summary>
    private static OpenApiSchema ExtractOpenEnum(OpenApiSchema schema, OpenEnumAttribute openEnum, OpenApiDocument document)
    {
        if (document.Components?.Schemas?.ContainsKey(openEnum.SchemaName) != true)
        {
            document.AddComponent(openEnum.SchemaName, new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "The values that this version of the contract knows. More may be added.",
                Enum = CreateEnum(openEnum),
                Example = JsonValue.Create(openEnum.Values[0]),
            });
        }

        return new OpenApiSchema
        {
            Description = schema.Description,
            Example = schema.Example,
            OneOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = openEnum.MaxLength, Pattern = OpenEnumAttribute.ValuePattern, Not = new OpenApiSchemaReference(openEnum.SchemaName, document) },
                new OpenApiSchema { Type = JsonSchemaType.String, Enum = CreateEnum(openEnum) },
            ],
        };
    }

    private static List<JsonNode> CreateEnum(OpenEnumAttribute openEnum) => openEnum.Values.Select(value => (JsonNode)JsonValue.Create(value)).ToList();
}
