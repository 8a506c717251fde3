using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Web.OpenApi;

/// <summary>
/// Moves each set of values to a named schema. For an unnamed set, client generators create a type such as `Anonymous3`, or duplicate types.
/// A member with an open set accepts any string; its known values are a schema of their own, so that programs can name and complete them.
/// </summary>
internal sealed class OpenApiEnums : IDocumentFilter
{
    private const string StorySort = "StorySort";
    private const string OpenEnumKey = "openEnum";

    private static readonly (string Name, string Description, string[] Values)[] Sets =
    [
        ("BodyFormat", "Format of a story's body: blocks, a single string, or none.", EnumNames.All<BodyFormat>()),
        ("CardInclude", "Optional content of each card in a list of stories.", EnumNames.All<CardInclude>()),
        ("ChangeInclude", "Optional content of each change in a list of changes.", EnumNames.All<ChangeInclude>()),
        ("ChangeOperation", "How a member or block differs between two versions.", EnumNames.All<ChangeOperation>()),
        ("CollectionInclude", "Optional content of a collection.", EnumNames.All<CollectionInclude>()),
        ("DraftState", "State of a draft.", EnumNames.All<DraftState>()),
        ("SearchType", "Type of a search result.", EnumNames.All<SearchType>()),
        ("StoryInclude", "Optional content of a story that is derived from other stories.", EnumNames.All<StoryInclude>()),
        (StorySort, "Order of a list of stories. A minus sign means descending.", EnumNames.All<StoryOrder>()),
        ("SyndicationPolicy", "Permission for partners to republish a story.", EnumNames.All<SyndicationPolicy>()),
        ("TextFormat", "Format of a body that is a single string.", EnumNames.All<TextFormat>()),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        // An enum type already has a named schema. Add the description of the set, and its first value as the example.
        foreach (var set in Sets)
        {
            if (context.SchemaRepository.Schemas.GetValueOrDefault(set.Name) is OpenApiSchema generated)
            {
                (generated.Description, generated.Example) = (set.Description, JsonValue.Create(set.Values[0]));
            }
        }

        foreach (var parameter in swaggerDoc.Paths.Values.SelectMany(path => path.Operations!.Values).SelectMany(operation => operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            parameter.Schema = ExtractEnum(parameter.Schema!, swaggerDoc);
        }

        foreach (var schema in context.SchemaRepository.Schemas.Values.OfType<OpenApiSchema>().ToList())
        {
            foreach (var (name, property) in schema.Properties?.ToList() ?? [])
            {
                schema.Properties![name] = ExtractEnum(property, swaggerDoc);
            }
        }
    }

    /// <summary>Records that a schema is an open enum. Its known values become a schema when the document is complete.</summary>
    public static void SetOpenEnum(OpenApiSchema schema, OpenEnumAttribute openEnum) =>
        (schema.Metadata ??= new Dictionary<string, object>(StringComparer.Ordinal))[OpenEnumKey] = openEnum;

    /// <summary>Creates the names by which generators call values that are no identifiers.</summary>
    private static JsonNodeExtension CreateNames<T>()
        where T : struct, Enum => new(new JsonArray([.. Enum.GetNames<T>()]));

    private static IOpenApiSchema ExtractEnum(IOpenApiSchema schema, OpenApiDocument document)
    {
        if (schema is not OpenApiSchema inline)
        {
            return schema;
        }

        inline.Items = inline.Items is null ? null : ExtractEnum(inline.Items, document);
        if (inline.Metadata?.TryGetValue(OpenEnumKey, out var openEnum) == true)
        {
            return ExtractOpenEnum(inline, (OpenEnumAttribute)openEnum, document);
        }

        if (inline.Enum is not { Count: > 0 } values)
        {
            return inline;
        }

        var set = Sets.SingleOrDefault(set => values.Select(value => value.GetValue<string>()).SequenceEqual(set.Values));
        if (set.Name is null)
        {
            throw new InvalidOperationException($"The values {string.Join(", ", values)} have no schema name in {nameof(OpenApiEnums)}.");
        }

        if (document.Components?.Schemas?.ContainsKey(set.Name) != true)
        {
            document.AddComponent(set.Name, new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = set.Description,
                Enum = values,
                Example = JsonValue.Create(set.Values[0]),
                Extensions = set.Name == StorySort ? new Dictionary<string, IOpenApiExtension> { ["x-enum-varnames"] = CreateNames<StoryOrder>() } : null,
            });
        }

        return new OpenApiSchemaReference(set.Name, document) { Description = inline.Description };
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
                Enum = OpenApiBounds.CreateEnum(openEnum.Values, nullable: false),
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
                new OpenApiSchema { Type = JsonSchemaType.String, Enum = OpenApiBounds.CreateEnum(openEnum.Values, nullable: false) },
            ],
        };
    }
}
