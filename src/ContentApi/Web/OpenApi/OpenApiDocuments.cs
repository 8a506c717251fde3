using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContentApi.Web.Pages;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace ContentApi.Web.OpenApi;

/// <summary>
/// Creates the OpenAPI documents once: version 3.1, and version 3.0 for the many generators that support only that. Version 3.0 is
/// translated here, because the 3.0 output of Microsoft.OpenApi drops descriptions next to references and the nullability of references.
/// </summary>
internal sealed class OpenApiDocuments(IServiceProvider services)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lazy<(StaticContent OpenApi31, StaticContent OpenApi30)> documents = new(() => Create(services.GetRequiredService<ISwaggerProvider>()));

    public StaticContent OpenApi31 => documents.Value.OpenApi31;

    public StaticContent OpenApi30 => documents.Value.OpenApi30;

    private static (StaticContent OpenApi31, StaticContent OpenApi30) Create(ISwaggerProvider provider)
    {
        using var text = new StringWriter { NewLine = "\n" };
        provider.GetSwagger("v1").SerializeAsV31(new OpenApiJsonWriter(text));
        var openApi31 = JsonNode.Parse(text.ToString())!.AsObject();
        MoveNullLast(openApi31);
        OpenApiExamples.AddTo(openApi31);
        var openApi30 = openApi31.DeepClone().AsObject();
        openApi30["openapi"] = "3.0.3"; // the newest that all generators accept
        openApi30["info"]!["license"]!.AsObject().Remove("identifier");
        TranslateOpenEnums(openApi30, openApi30["components"]!["schemas"]!.AsObject());
        Translate(openApi30, openApi30["components"]!["schemas"]!);
        return (HtmlPages.CreateJson(openApi31.ToJsonString(Indented)), HtmlPages.CreateJson(openApi30.ToJsonString(Indented)));
    }

    /// <summary>Moves `null` to the end of each list of types, because some generators and mock servers use only the first type.</summary>
    private static void MoveNullLast(JsonNode? node)
    {
        foreach (var child in node switch { JsonArray array => array, JsonObject members => members.Where(member => member.Key != "example").Select(member => member.Value), _ => [] })
        {
            MoveNullLast(child);
        }

        if (node is JsonObject { } schema && schema["type"] is JsonArray types)
        {
            schema["type"] = new JsonArray(types.OrderBy(type => (string?)type == "null").Select(type => type!.DeepClone()).ToArray());
        }
    }

    /// <summary>Translates a node and its descendants from OpenAPI 3.1 to 3.0.</summary>
    private static void Translate(JsonNode? node, JsonNode schemas)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (var item in array)
                {
                    Translate(item, schemas);
                }

                break;
            case JsonObject members:
                TranslateNull(members);
                TranslateReference(members, schemas);
                foreach (var (_, member) in members.Where(member => member.Key != "example").ToList())
                {
                    Translate(member, schemas);
                }

                break;
        }
    }

    /// <summary>
    /// Converts each open enum to a string whose known values are in `x-extensible-enum`, because generators for OpenAPI 3.0 are less able to
    /// read `oneOf`. Removes the schemas of the known values.
    /// </summary>
    private static void TranslateOpenEnums(JsonObject document, JsonObject schemas)
    {
        foreach (var schema in FindOpenEnums(document).ToList())
        {
            var options = schema["oneOf"]!.AsArray();
            schema.Remove("oneOf");
            foreach (var (name, value) in options[0]!.AsObject().Where(member => member.Key != "not"))
            {
                schema[name] = value!.DeepClone();
            }

            schema["x-extensible-enum"] = options[1]!["enum"]!.DeepClone();
        }

        foreach (var name in schemas.Select(schema => schema.Key).Where(name => name.StartsWith("Known", StringComparison.Ordinal)).ToList())
        {
            schemas.Remove(name);
        }
    }

    private static IEnumerable<JsonObject> FindOpenEnums(JsonNode? node) => node switch
    {
        JsonObject schema when schema["oneOf"] is JsonArray options && options[0]!["not"] is not null => [schema],
        JsonObject members => members.SelectMany(member => FindOpenEnums(member.Value)),
        JsonArray array => array.SelectMany(FindOpenEnums),
        _ => [],
    };

    /// <summary>
    /// Converts a union with `null` to `nullable: true`, or to a union with a schema that allows only null if the other part is a reference:
    /// in OpenAPI 3.0, `nullable` cannot extend the types that another schema allows.
    /// </summary>
    private static void TranslateNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types)
        {
            schema["type"] = types.Select(type => (string)type!).Single(type => type != "null");
            schema["nullable"] = true;
        }
        else if (schema["oneOf"] is JsonArray { Count: 2 } options && options.FirstOrDefault(option => (string?)option!["type"] == "null") is { } nullOption)
        {
            // Generators recognize an enum of null as null. Its type must be boolean: for other types, orval generates code without a type.
            schema["oneOf"] = new JsonArray(
                new JsonObject { ["$ref"] = (string)options.First(option => option != nullOption)!["$ref"]! },
                new JsonObject { ["type"] = "boolean", ["nullable"] = true, ["enum"] = new JsonArray((JsonNode?)null) });
        }
    }

    /// <summary>
    /// Wraps a reference in `allOf` if it has siblings. If its only sibling repeats the description of the target, removes that sibling
    /// instead.
    /// </summary>
    private static void TranslateReference(JsonObject schema, JsonNode schemas)
    {
        if (schema["$ref"] is not JsonValue reference || schema.Count == 1)
        {
            return;
        }

        var target = (string)reference!;
        if (schema.Count == 2 && (string?)schema["description"] is { } description && description == (string?)schemas[target.Split('/')[^1]]?["description"])
        {
            schema.Remove("description");
        }
        else
        {
            schema.Remove("$ref");
            schema["allOf"] = new JsonArray(new JsonObject { ["$ref"] = target });
        }
    }
}
