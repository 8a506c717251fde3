using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace ContentApi.Tests.ContractConformance;

/// <summary>
/// Validates values strictly against the contract's schemas (JSON Schema 2020-12): formats are enforced, and undocumented members and
/// values are violations, although clients must tolerate them.
/// </summary>
internal sealed class SchemaValidator
{
    private static readonly Uri BaseUri = new("https://contract.test/v1");

    /// <summary>Keywords whose values are data, not schemas.</summary>
    private static readonly string[] DataKeywords = ["example", "examples", "enum", "const", "default"];

    private static readonly EvaluationOptions Evaluation = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly BuildOptions buildOptions = new() { Dialect = Dialect.Draft202012, SchemaRegistry = new() };
    private readonly ConcurrentDictionary<string, Lazy<JsonSchema>> compiledSchemas = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Location, UInt128 Hash), string[]> results = new();

    public SchemaValidator(JsonObject contract)
    {
        var strict = contract.DeepClone();
        ForbidUndocumentedMembers(strict);
        buildOptions.SchemaRegistry.Register(BaseUri, new JsonElementBaseDocument(JsonSerializer.SerializeToElement(strict), BaseUri));
    }

    /// <summary>Returns the violations of a JSON text, each with its JSON pointer. Caches the results.</summary>
    public string[] Validate(string location, ReadOnlySpan<byte> json)
    {
        var hash = XxHash128.HashToUInt128(json);
        if (results.TryGetValue((location, hash), out var cached))
        {
            return cached;
        }

        var reader = new Utf8JsonReader(json);
        JsonElement value;
        try
        {
            value = JsonElement.ParseValue(ref reader);
        }
        catch (JsonException e)
        {
            return [$"/: is not valid JSON: {e.Message}"];
        }

        return results[(location, hash)] = Validate(location, value);
    }

    /// <summary>Returns the violations of a JSON value, each with its JSON pointer.</summary>
    public string[] Validate(string location, JsonElement value)
    {
        var schema = compiledSchemas.GetOrAdd(location, key => new(() => Compile(key))).Value;
        var result = schema.Evaluate(value, Evaluation);
        if (result.IsValid)
        {
            return [];
        }

        var violations = (result.Details ?? []).Prepend(result)
            .SelectMany(detail => (detail.Errors ?? []).Select(error => $"/{detail.InstanceLocation.ToString().TrimStart('/')}: {(error.Key.Length == 0 ? "is not documented" : error.Value)}"))
            .Distinct()
            .ToArray();
        return violations.Length > 0 ? violations : ["/: does not match the schema"];
    }

    private JsonSchema Compile(string location)
    {
        lock (buildOptions)
        {
            return JsonSchema.Build(JsonSerializer.SerializeToElement(new JsonObject { ["$ref"] = $"{BaseUri}#{string.Join('/', location[1..].Split('/').Select(Uri.EscapeDataString))}" }), buildOptions);
        }
    }

    /// <summary>
    /// Sets `additionalProperties` to false in all object schemas that document their members, and closes the open sets of values.
    /// </summary>
    private static void ForbidUndocumentedMembers(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                ForbidUndocumentedMembers(item);
            }
        }

        if (node is not JsonObject schema)
        {
            return;
        }

        if (schema["properties"] is JsonObject && ((string?)schema["type"]?.ToString() ?? "").Contains("object", StringComparison.Ordinal) && schema["additionalProperties"] is null or JsonValue)
        {
            schema["additionalProperties"] = false;
        }

        if (schema["oneOf"] is JsonArray { Count: 2 } values && values[0]!["not"] is not null)
        {
            values.RemoveAt(0); // of an open set, only known values are documented
        }

        foreach (var (name, value) in schema)
        {
            if (!DataKeywords.Contains(name))
            {
                ForbidUndocumentedMembers(value);
            }
        }
    }
}
