using System.Text.Json.Nodes;

namespace ContentApi.Tests.Compatibility;

/// <summary>Compares two schemas of a request or of a response.</summary>
internal sealed class SchemaComparer(JsonObject before, JsonObject after, bool isInput, Action<Difference> report)
{
    private static readonly string[] Upper = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
    private static readonly string[] Lower = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>Reports the differences of two schemas. The same pair of components is compared only once.</summary>
    public void Compare(string where, JsonNode? oldNode, JsonNode? currentNode)
    {
        if (oldNode is null || currentNode is null)
        {
            if (oldNode is not null)
            {
                Break("type", where, "no longer has a schema");
            }

            return;
        }

        var (old, current) = (ResolvedSchema.From(oldNode, before), ResolvedSchema.From(currentNode, after));
        var path = old.Component ?? where;
        if (old.Component is not null && !seen.Add($"{old.Component} {current.Component}"))
        {
            return;
        }

        if (old.IsNullable != current.IsNullable && current.IsNullable != isInput)
        {
            Break("nullability", path, current.IsNullable ? "can now be null" : "can no longer be null");
        }

        var (produced, accepted) = isInput ? (old.Types, current.Types) : (current.Types, old.Types);
        if (accepted.Count > 0 && (produced.Count == 0 || produced.Except(accepted).Any(type => !(type == "integer" && accepted.Contains("number")))))
        {
            Break("type", path, $"was {Describe(old.Types)}, is {Describe(current.Types)}");
            return;
        }

        CompareValues(path, old.Schema["enum"]?.AsArray(), current.Schema["enum"]?.AsArray());
        CompareBounds(path, old.Schema, current.Schema);
        CompareMembers(path, old.Schema, current.Schema);
        if (old.Schema["items"] is { } items)
        {
            Compare($"{path}[]", items, current.Schema["items"]);
        }

        if (old.Schema["additionalProperties"] is JsonObject values)
        {
            Compare($"{path}{{}}", values, current.Schema["additionalProperties"] as JsonObject);
        }
    }

    private void CompareValues(string where, JsonArray? old, JsonArray? current)
    {
        if (old is null || current is null)
        {
            if (current is not null)
            {
                Report("bound-documented", where, "only some values are allowed", breaks: isInput);
            }
            else if (old is not null)
            {
                Report("values-opened", where, "any value is allowed", breaks: !isInput);
            }

            return;
        }

        var (values, currentValues) = (Values(old), Values(current));
        foreach (var value in values.Except(currentValues))
        {
            Break("value-removed", where, $"the value {value} is removed");
        }

        foreach (var value in currentValues.Except(values))
        {
            Report("value-added", where, $"the value {value} is new", breaks: !isInput);
        }
    }

    /// <summary>Compares bounds. A reviewer decides whether a newly documented bound was already enforced.</summary>
    private void CompareBounds(string where, JsonObject old, JsonObject current)
    {
        foreach (var bound in Upper.Concat(Lower))
        {
            var (value, currentValue) = (Number(old[bound]), Number(current[bound]));
            if (value == currentValue)
            {
                continue;
            }

            var isNarrower = currentValue is not null && (value is null || (Upper.Contains(bound) ? currentValue < value : currentValue > value));
            Report(value is null ? "bound-documented" : isNarrower ? "bound-narrowed" : "bound-widened", where, $"{bound} was {Describe(value)}, is {Describe(currentValue)}", breaks: isInput && isNarrower);
        }

        foreach (var keyword in new[] { "pattern", "format" })
        {
            var (value, currentValue) = (old[keyword]?.ToString(), current[keyword]?.ToString());
            if (value != currentValue)
            {
                Report(value is null ? "bound-documented" : $"{keyword}-changed", where, $"{keyword} was {value ?? "unset"}, is {currentValue ?? "unset"}", breaks: value is null ? isInput : currentValue is not null || !isInput);
            }
        }

        if ((bool?)current["uniqueItems"] == true && (bool?)old["uniqueItems"] != true)
        {
            Report("bound-documented", where, "items must now be unique", breaks: isInput);
        }

        if (isInput && IsClosed(current) && !IsClosed(old))
        {
            Break("closed", where, "no longer accepts undocumented members");
        }
    }

    private void CompareMembers(string where, JsonObject old, JsonObject current)
    {
        var (members, currentMembers) = (old["properties"]?.AsObject() ?? [], current["properties"]?.AsObject() ?? []);
        var (required, currentRequired) = (Values(old["required"]?.AsArray() ?? []), Values(current["required"]?.AsArray() ?? []));
        foreach (var (name, member) in members)
        {
            if (currentMembers[name] is not { } currentMember)
            {
                Break("member-removed", $"{where}.{name}", "the member is removed");
                continue;
            }

            if (isInput ? currentRequired.Contains(name) && !required.Contains(name) : required.Contains(name) && !currentRequired.Contains(name))
            {
                Break(isInput ? "input-required" : "member-optional", $"{where}.{name}", isInput ? "is now required" : "can now be absent");
            }

            Compare($"{where}.{name}", member, currentMember);
        }

        foreach (var (name, _) in currentMembers.Where(member => !members.ContainsKey(member.Key)))
        {
            Report(isInput && currentRequired.Contains(name) ? "input-required" : "member-added", $"{where}.{name}", "the member is new", breaks: isInput && currentRequired.Contains(name));
        }
    }

    private void Break(string kind, string where, string what) => Report(kind, where, what, breaks: true);

    private void Report(string kind, string where, string what, bool breaks) => report(new($"{(isInput ? "request" : "response")}-{kind}", where, what, breaks));

    private static bool IsClosed(JsonObject schema) => schema["additionalProperties"] is JsonValue value && !value.GetValue<bool>();

    private static decimal? Number(JsonNode? node) => node is JsonValue value && decimal.TryParse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private static List<string> Values(JsonArray values) => values.OfType<JsonNode>().Select(value => value.ToString()).ToList();

    private static string Describe(IReadOnlyCollection<string> types) => types.Count == 0 ? "anything" : string.Join(" or ", types);

    private static string Describe(decimal? bound) => bound?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unlimited";

    /// <summary>A schema with references resolved, and with nullability as a flag for all three notations of it.</summary>
    private sealed record ResolvedSchema(JsonObject Schema, IReadOnlyCollection<string> Types, bool IsNullable, string? Component)
    {
        public static ResolvedSchema From(JsonNode node, JsonObject contract)
        {
            if ((string?)node["$ref"] is { } reference)
            {
                return From(ContractComparer.Resolve(node, contract), contract) with { Component = reference.Split('/')[^1] };
            }

            var schema = node.AsObject();
            if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray { Count: 2 } choice && choice.FirstOrDefault(option => option!["type"]?.ToString() == "null") is { } nullOption)
            {
                return From(choice.First(option => option != nullOption)!, contract) with { IsNullable = true };
            }

            if (schema["allOf"] is JsonArray { Count: 1 } only)
            {
                return From(only[0]!, contract);
            }

            var typeNames = schema["type"] switch { JsonArray types => Values(types), { } type => [type.ToString()], _ => [] };
            return new(schema, typeNames.Where(type => type != "null").ToList(), typeNames.Contains("null"), Component: null);
        }
    }
}
