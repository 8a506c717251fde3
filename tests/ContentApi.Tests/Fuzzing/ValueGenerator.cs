using System.Text.Json.Nodes;
using ContentApi.Tests.ContractConformance;

namespace ContentApi.Tests.Fuzzing;

/// <summary>Generates valid and hostile values for the schemas of the contract. Uses values of previous responses where possible.</summary>
internal sealed class ValueGenerator(ChoiceSource choices, OpenApiContract contract, ResponseValuePool pool)
{
    private const int MaxDepth = 6;

    /// <summary>Strings that often expose bugs in parsers and queries.</summary>
    private static readonly string[] HostileStrings =
    [
        "", " ", "null", "undefined", "NaN", "-1", "0", "1e309", "99999999999999999999999999", "-9223372036854775809", "9223372036854775807", "2147483648", "0x10", "١٢٣", "１２", "+1", "1.0", "true", "TRUE",
        "\u0001", "\t", "a\nb", "\u007f", "\u0085", "\u2028", "\ufeff", "\ufffd", "\u202eabc", "🙂", "👩‍👩‍👧‍👦", "雷军", "ß", "İ", "ı", "Ω", "é", "e\u0301", "a\u0300\u0301\u0302\u0303\u0304\u0305",
        "' or 1=1 --", "'; drop table story; --", "%", "_", "%s%n", "${jndi:x}", "{{7*7}}", "../../etc/passwd", "..", "\\", "\"", "'", "`", "<script>alert(1)</script>", "&amp;", "a,b", ",", ",,", "a,a", "*", "**", "()", "[", "]]", "{", "\"unclosed", "- -", "-word -", "\"\"", "a OR b AND NOT c", "!&|:*", "<->", "-", "--", "a-", "-a", "A-B",
        "2025-02-30", "2025-13-01T00:00:00Z", "0000-01-01", "9999-12-31T23:59:59.9999999Z", "2025-01-01T00:00:00+14:00", "2025-01-01T24:00:00Z", "1970-01-01T00:00:00-23:59",
        "00000000-0000-0000-0000-000000000000", "0198e4a1-7c00-7d3b-a5f0", "W/\"x\"", "\"x\"", "cak_", "AAAA", "====", "e30", "eyJhIjoxfQ",
    ];

    public string Text() => choices.Below(20) switch
    {
        19 => new string(choices.Pick("a-é🙂 \"".ToCharArray()), choices.Below(6000)),
        18 => string.Concat(Enumerable.Range(0, choices.Below(30)).Select(_ => (char)choices.Below(0x3000))).Replace('\0', ' '),
        _ => choices.Pick(HostileStrings),
    };

    public string ETag(string fallback) => pool["ETag"] is { Count: > 0 } tags ? choices.Pick(tags) : fallback;

    /// <summary>Returns a value for a parameter, in the form in which it is sent.</summary>
    public string Parameter(Parameter parameter, string resource) =>
        choices.OneIn(8) ? Text()
        : parameter.In == "path" && pool[$"{resource} {parameter.Name}"] is { Count: > 0 } words && !choices.OneIn(4) ? choices.Pick(words)
        : parameter.Example is { } example && choices.OneIn(3) ? ParameterSerializer.Serialize(example)
        : ParameterSerializer.Serialize(Valid(parameter.Schema, parameter.Name, 0) ?? "");

    /// <summary>Returns a value that the schema allows. Rules outside of the schema can still reject it.</summary>
    public JsonNode? Valid(JsonObject schema, string name, int depth)
    {
        schema = contract.Resolve(schema, "").Node;
        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray alternatives)
        {
            return Valid(alternatives[choices.Below(alternatives.Count)]!.AsObject(), name, depth);
        }

        var types = schema["type"] switch { JsonArray list => list.Select(item => (string)item!).ToList(), { } single => [(string)single!], _ => ["null", "string", "integer", "object", "array"] };
        if (schema["enum"] is JsonArray values)
        {
            return values[choices.Below(values.Count)]?.DeepClone();
        }

        return choices.Pick(types) switch
        {
            "integer" => JsonValue.Create(Integer(schema)),
            "number" => JsonValue.Create(choices.Below(1000) / 7.0),
            "boolean" => JsonValue.Create(choices.OneIn(2)),
            "array" => depth > MaxDepth ? new JsonArray() : new JsonArray(Enumerable.Range(0, choices.Below((int)Math.Min(5, (long?)schema["maxItems"] ?? 5))).Select(_ => Valid(schema["items"]?.AsObject() ?? [], name, depth + 1)).ToArray()),
            "object" => depth > MaxDepth ? new JsonObject() : Object(schema, depth),
            "null" => null,
            _ => JsonValue.Create(Text(schema, name)),
        };
    }

    private JsonObject Object(JsonObject schema, int depth)
    {
        var required = (schema["required"]?.AsArray() ?? []).Select(name => (string)name!).ToHashSet();
        return new((schema["properties"]?.AsObject() ?? [])
            .Where(member => required.Contains(member.Key) || choices.OneIn(2))
            .Select(member => KeyValuePair.Create(member.Key, Valid(member.Value!.AsObject(), member.Key, depth + 1))));
    }

    private long Integer(JsonObject schema)
    {
        var (first, last) = ((long?)schema["minimum"] ?? 0, (long?)schema["maximum"] ?? int.MaxValue);
        return choices.Below(4) switch { 0 => first, 1 => last, 2 => Math.Clamp(choices.Below(4), first, last), _ => choices.Between(first, last) };
    }

    private string Text(JsonObject schema, string name)
    {
        var source = name switch { "story" or "founder" or "topic" or "read" or "slugs" => "slug", "ids" => "id", "after" => "position", "cursor" => "nextCursor", "from" => "version", _ => name };
        if (pool[source] is { Count: > 0 } words && !choices.OneIn(4))
        {
            return choices.Pick(words);
        }

        return (string?)schema["format"] switch
        {
            "uuid" => $"0198e4a1-7c00-7d3b-a5f0-{choices.Below(int.MaxValue):x12}",
            "date-time" => $"20{choices.Below(90) + 10}-0{choices.Below(9) + 1}-1{choices.Below(10)}T0{choices.Below(10)}:00:00Z",
            "date" => $"20{choices.Below(90) + 10}-0{choices.Below(9) + 1}-1{choices.Below(10)}",
            _ when schema["example"]?.ToString() is { } example && !choices.OneIn(3) => example,
            _ when name is "slug" or "newSlug" => $"fuzz-{choices.Below(200)}",
            _ => Text(),
        };
    }
}
