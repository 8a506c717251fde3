using System.Text.Json.Nodes;

namespace ContentApi.Web.OpenApi;

/// <summary>
/// Adds an example to each request and response body that has none, composed of the examples of its members. A new member or resource
/// therefore needs no example of its own. <see cref="OpenApiExampleVariants"/> lists what the members alone cannot express.
/// </summary>
/// <remarks>
/// Recorded responses would be more realistic, but each change of a shape would have to record them again, in a second build. Composed
/// examples change with the schemas, and tests compare them with the schemas and with the sample library.
/// </remarks>
internal sealed class OpenApiExamples
{
    private readonly JsonObject schemas;
    private readonly OpenApiExampleVariants variants;
    private readonly HashSet<string> includes;
    private readonly bool isCounted;

    /// <summary>Names of the schemas that are being composed, outermost first.</summary>
    private readonly List<string> path = [];

    private OpenApiExamples(JsonObject document, JsonObject operation)
    {
        schemas = document["components"]!["schemas"]!.AsObject();
        variants = new OpenApiExampleVariants((string)operation["operationId"]!);
        var parameters = (operation["parameters"]?.AsArray() ?? []).Select(parameter => Resolve(document, parameter!)).ToList();
        includes = parameters.Where(parameter => (string?)parameter["name"] == "include")
            .SelectMany(parameter => parameter["example"] is JsonArray values ? values.Select(value => (string)value!) : [(string)parameter["example"]!])
            .ToHashSet(StringComparer.Ordinal);
        isCounted = parameters.Exists(parameter => (string?)parameter["name"] == "count");
    }

    public static void AddTo(JsonObject document)
    {
        foreach (var operation in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value).OfType<JsonObject>())
        {
            var bodies = (operation["responses"]?.AsObject() ?? []).Select(response => Resolve(document, response.Value!)).Prepend(operation["requestBody"]);
            foreach (var (mediaType, content) in bodies.SelectMany(body => body?["content"]?.AsObject() ?? []))
            {
                if (content!["example"] is null)
                {
                    content["example"] = OpenApiExampleVariants.FindText(mediaType) ?? new OpenApiExamples(document, operation).Compose(content["schema"]!.AsObject());
                }
            }
        }
    }

    private static JsonNode Resolve(JsonObject document, JsonNode node) =>
        (string?)node["$ref"] is { } reference ? reference.Split('/').Skip(1).Aggregate((JsonNode)document, (parent, name) => parent[name]!) : node;

    /// <summary>Returns the example of a schema. Null for null, and for a schema that contains itself.</summary>
    private JsonNode? Compose(JsonObject schema)
    {
        if (schema["example"] is { } example)
        {
            return example.DeepClone();
        }

        if ((string?)schema["$ref"] is { } reference)
        {
            return ComposeComponent(reference.Split('/')[^1]);
        }

        if ((schema["oneOf"] ?? schema["anyOf"] ?? schema["allOf"]) is JsonArray parts)
        {
            return Compose(parts[0]!.AsObject());
        }

        if (schema["enum"] is JsonArray values)
        {
            return values[0]!.DeepClone();
        }

        if (schema["items"] is JsonObject items)
        {
            return Compose(items) is { } item ? new JsonArray(item) : new JsonArray();
        }

        return schema["properties"] is JsonObject
            ? ComposeObject(schema)
            : throw new InvalidOperationException($"A member of {string.Join('.', path)} has no example: {schema.ToJsonString()}");
    }

    private JsonNode? ComposeComponent(string name)
    {
        if (path.Contains(name))
        {
            return null;
        }

        path.Add(name);
        var example = Compose(schemas[name]!.AsObject());
        path.RemoveAt(path.Count - 1);
        return example;
    }

    private JsonObject ComposeObject(JsonObject schema)
    {
        var name = path.LastOrDefault() ?? "";
        var required = (schema["required"]?.AsArray() ?? []).Select(member => (string)member!).ToHashSet(StringComparer.Ordinal);
        var first = schema["properties"]!.AsObject().First().Key;
        var example = new JsonObject();
        foreach (var (member, definition) in schema["properties"]!.AsObject())
        {
            example[member] = Compose(definition!.AsObject());
        }

        CompletePage(schema, example);
        variants.Apply(name, example);
        foreach (var (member, definition) in schema["properties"]!.AsObject().Where(member => IsOptional(member.Value!) || !required.Contains(member.Key)))
        {
            if (!OpenApiExampleVariants.Shows(name, member, isFirst: member == first) || IsNotIncluded(name, member))
            {
                example[member] = null;
            }

            if (example[member] is null && !required.Contains(member))
            {
                example.Remove(member); // a request need not contain it
            }
        }

        return example;
    }

    private static bool IsOptional(JsonNode schema) =>
        schema["type"] is JsonArray types ? types.Any(type => (string?)type == "null")
        : (schema["oneOf"] ?? schema["anyOf"]) is JsonArray parts && parts.Any(part => (string?)part!["type"] == "null");

    /// <summary>Makes the total of a page that is the last one agree with its items.</summary>
    private void CompletePage(JsonObject schema, JsonObject example)
    {
        if (schema["properties"]!["totalCount"] is { } totalCount)
        {
            example["nextCursor"] = null;
            example["totalCount"] = isCounted || !IsOptional(totalCount) ? example["items"]!.AsArray().Count : null;
        }
    }

    /// <summary>Returns whether a member is one of the values of `include`, but not one that the example of the parameter requests.</summary>
    private bool IsNotIncluded(string schema, string member) =>
        schemas[$"{schema}Include"]?["enum"] is JsonArray values && values.Any(value => (string?)value == member) && !includes.Contains(member);
}
