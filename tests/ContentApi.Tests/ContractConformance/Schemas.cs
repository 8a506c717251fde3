using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace ContentApi.Tests.ContractConformance;

/// <summary>
/// Validates values strictly against the contract's schemas (JSON Schema 2020-12): formats are enforced, and undocumented members are
/// faults, although clients must tolerate them.
/// </summary>
internal sealed class Schemas
{
    private static readonly Uri Base = new("https://contract.test/v1");

    /// <summary>Keywords whose values are data and not schemas.</summary>
    private static readonly string[] NoSchema = ["example", "examples", "enum", "const", "default"];

    private static readonly EvaluationOptions Evaluation = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly BuildOptions build = new() { Dialect = Dialect.Draft202012, SchemaRegistry = new() };
    private readonly ConcurrentDictionary<string, Lazy<JsonSchema>> compiled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Location, UInt128 Hash), string[]> judged = new();

    public Schemas(JsonObject contract)
    {
        var strict = contract.DeepClone();
        Close(strict);
        build.SchemaRegistry.Register(Base, new JsonElementBaseDocument(JsonSerializer.SerializeToElement(strict), Base));
    }

    /// <summary>Returns the faults of a JSON text, each with its JSON pointer. Results are cached by location and text hash.</summary>
    public string[] Faults(string location, ReadOnlySpan<byte> json)
    {
        var hash = XxHash128.HashToUInt128(json);
        if (judged.TryGetValue((location, hash), out var known))
        {
            return known;
        }

        var reader = new Utf8JsonReader(json);
        JsonElement value;
        try
        {
            value = JsonElement.ParseValue(ref reader);
        }
        catch (JsonException e)
        {
            return [$"/: is no JSON: {e.Message}"];
        }

        return judged[(location, hash)] = Faults(location, value);
    }

    public string[] Faults(string location, JsonElement value)
    {
        var schema = compiled.GetOrAdd(location, at => new(() => Compile(at))).Value;
        var result = schema.Evaluate(value, Evaluation);
        if (result.IsValid)
        {
            return [];
        }

        var faults = (result.Details ?? []).Prepend(result)
            .SelectMany(detail => (detail.Errors ?? []).Select(error => $"/{detail.InstanceLocation.ToString().TrimStart('/')}: {(error.Key.Length == 0 ? "is not documented" : error.Value)}"))
            .Distinct()
            .ToArray();
        return faults.Length > 0 ? faults : ["/: is not what the schema allows"];
    }

    private JsonSchema Compile(string location)
    {
        lock (build)
        {
            return JsonSchema.Build(JsonSerializer.SerializeToElement(new JsonObject { ["$ref"] = $"{Base}#{string.Join('/', location[1..].Split('/').Select(Uri.EscapeDataString))}" }), build);
        }
    }

    private static void Close(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
            {
                Close(item);
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

        foreach (var (name, value) in schema)
        {
            if (!NoSchema.Contains(name))
            {
                Close(value);
            }
        }
    }
}
