using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ContentApi.Web.OpenApi;

/// <summary>
/// Moves each closed set of values to a named schema. For an unnamed set, client generators create a type such as `Anonymous3`, or
/// duplicate types.
/// </summary>
internal sealed class OpenApiEnums : IDocumentFilter
{
    private static readonly (string Name, string Description, string[] Values)[] Sets =
    [
        ("BodyFormat", "How a story's body is given: as blocks, as one text, or not at all.", ["blocks", "html", "markdown", "text", "none"]),
        ("CardInclude", "What a list of stories can bring with each card.", ["topics", "takeaways"]),
        ("ChangeInclude", "What a list of changes can bring with each change.", ["story"]),
        ("ChangeOperation", "What became of a member or a block from one version to another.", ["added", "removed", "changed"]),
        ("DraftState", "Where a draft stands on its way into the library.", ["draft", "scheduled", "published", "changed", "withdrawn"]),
        ("ImportOutcome", "What became of an imported document.", ["created", "updated", "draft", "unchanged", "invalid"]),
        ("SearchType", "What search finds.", ["story", "founder", "takeaway"]),
        ("StoryInclude", "What a story's page can bring that is derived from other stories.", ["recommendations", "navigation"]),
        ("StorySort", "The order of a list of stories; a minus sign turns it round.", ["-publishedAt", "publishedAt", "title", "readingMinutes"]),
        ("TextFormat", "How a body that is one text is written.", ["html", "markdown", "text"]),
    ];

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
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

    private static IOpenApiSchema ExtractEnum(IOpenApiSchema schema, OpenApiDocument contract)
    {
        if (schema is not OpenApiSchema inline)
        {
            return schema;
        }

        inline.Items = inline.Items is null ? null : ExtractEnum(inline.Items, contract);
        if (inline.Enum is not { Count: > 0 } values)
        {
            return inline;
        }

        var set = Sets.SingleOrDefault(set => values.Select(value => value.GetValue<string>()).SequenceEqual(set.Values));
        if (set.Name is null)
        {
            throw new InvalidOperationException($"The values {string.Join(", ", values)} have no name in {nameof(OpenApiEnums)}.");
        }

        if (contract.Components?.Schemas?.ContainsKey(set.Name) != true)
        {
            contract.AddComponent(set.Name, new OpenApiSchema { Type = JsonSchemaType.String, Description = set.Description, Enum = values, Example = JsonValue.Create(set.Values[0]) });
        }

        return new OpenApiSchemaReference(set.Name, contract) { Description = inline.Description };
    }
}
