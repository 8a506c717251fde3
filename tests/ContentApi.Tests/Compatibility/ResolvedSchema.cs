using System.Text.Json.Nodes;

namespace ContentApi.Tests.Compatibility;

/// <summary>
/// A schema without references and with one notation of what has several: nullability, constants, open sets of values, and `allOf`.
/// </summary>
/// <param name="Component">The name of the component, by which generated clients know the schema; null if it is inline.</param>
/// <param name="Schema">The members of the schema and of all schemas in its `allOf`.</param>
/// <param name="Types">The types except `null`; empty if any type is allowed.</param>
/// <param name="IsNullable">Whether null is allowed.</param>
/// <param name="Values">The allowed values, or null for any value of the types.</param>
/// <param name="KnownValues">The values of an open set, which can grow without breaking a client.</param>
/// <param name="Options">The schemas of `oneOf` and `anyOf`, unless they only express one of the above.</param>
internal sealed record ResolvedSchema(
    string? Component, JsonObject Schema, IReadOnlyCollection<string> Types, bool IsNullable, IReadOnlyList<string>? Values, IReadOnlyList<string>? KnownValues, IReadOnlyList<JsonNode> Options)
{
    /// <summary>Gets whether clients have a type for the schema, whose name is that of the component.</summary>
    public bool IsNamed => Component is not null && (Types.Contains("object") || Schema["properties"] is not null || Values is not null || KnownValues is not null || Options.Count > 0);

    /// <summary>Resolves a schema of a contract. Members beside a `$ref` apply together with those of the component.</summary>
    public static ResolvedSchema From(JsonNode node, JsonObject contract)
    {
        var component = (string?)(node["allOf"] is JsonArray { Count: 1 } only ? only[0]! : node)["$ref"] is { } reference ? reference.Split('/')[^1] : null;
        var schema = Flatten(node.AsObject(), contract);
        var options = FindOptions(schema).ToList();
        var isNullable = options.RemoveAll(IsNull) > 0 || (bool?)schema["nullable"] == true;
        if (options.Count == 1)
        {
            var option = From(options[0], contract);
            return option with { Component = component ?? option.Component, IsNullable = option.IsNullable || isNullable };
        }

        IReadOnlyList<string>? knownValues = null;
        if (options.Count == 2 && options.ConvertAll(option => From(option, contract)) is var pair && pair.Find(option => option.Values is not null) is { } known
            && pair.Find(option => option.Values is null && option.Types.SequenceEqual(known.Types)) is { } open)
        {
            open.Schema.Remove("not"); // excludes the known values, which the other option allows
            return open with { Component = component, IsNullable = isNullable || open.IsNullable, KnownValues = known.Values };
        }

        var types = schema["type"] switch { JsonArray several => ToTexts(several), { } type => [type.ToString()], _ => [] };
        var values = schema["const"] is { } constant ? [constant.ToString()] : schema["enum"] is JsonArray allowed ? ToTexts(allowed) : null;
        if (types.Count == 0 && values is not null)
        {
            types = ["string"];
        }

        isNullable |= types.Contains("null") || (types.Count > 0 && schema["enum"]?.AsArray().Contains(null) == true);
        return new(component, schema, types.Where(type => type != "null").ToList(), isNullable, values, knownValues, options);
    }

    public static List<string> ToTexts(JsonNode? array) => (array as JsonArray)?.OfType<JsonNode>().Select(value => value.ToString()).ToList() ?? [];

    private static IEnumerable<JsonNode> FindOptions(JsonObject schema) => (schema["oneOf"] as JsonArray ?? []).Concat(schema["anyOf"] as JsonArray ?? []).OfType<JsonNode>();

    private static bool IsNull(JsonNode option) => option["type"]?.ToString() == "null";

    /// <summary>Merges a schema with the component that it refers to and the schemas in its `allOf`.</summary>
    private static JsonObject Flatten(JsonObject schema, JsonObject contract)
    {
        var parts = (schema["allOf"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (schema["$ref"] is not null)
        {
            parts.Insert(0, ContractComparer.Resolve(schema, contract));
        }

        var merged = new JsonObject(schema.Where(member => member.Key is not ("allOf" or "$ref")).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        foreach (var part in parts.Select(part => Flatten(part, contract)))
        {
            foreach (var (name, value) in part)
            {
                merged[name] = (name, merged[name], value) switch
                {
                    ("properties", JsonObject own, JsonObject added) => new JsonObject(own.Concat(added.Where(member => !own.ContainsKey(member.Key))).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))),
                    ("required", JsonArray own, JsonArray added) => new JsonArray(own.Concat(added).Select(member => member?.DeepClone()).ToArray()),
                    (_, { } own, _) => own.DeepClone(),
                    _ => value?.DeepClone(),
                };
            }
        }

        return merged;
    }
}
