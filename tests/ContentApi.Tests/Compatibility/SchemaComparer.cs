using System.Text.Json.Nodes;

namespace ContentApi.Tests.Compatibility;

/// <summary>Compares two schemas of requests, which clients send, or of responses, which they receive.</summary>
internal sealed class SchemaComparer(JsonObject before, JsonObject after, bool isInput, Action<Difference> tell)
{
    private static readonly string[] Upper = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];
    private static readonly string[] Lower = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    public void Compare(string where, JsonNode? oldNode, JsonNode? nowNode)
    {
        if (oldNode is null || nowNode is null)
        {
            if (oldNode is not null)
            {
                Break("type", where, "has no schema any more");
            }

            return;
        }

        var (old, now) = (Shape.Of(oldNode, before), Shape.Of(nowNode, after));
        var at = old.Component ?? where;
        if (old.Component is not null && !seen.Add($"{old.Component} {now.Component}"))
        {
            return;
        }

        if (old.IsNullable != now.IsNullable && now.IsNullable != isInput)
        {
            Break("nullability", at, now.IsNullable ? "can be null now" : "must not be null any more");
        }

        var (given, taken) = isInput ? (old.Types, now.Types) : (now.Types, old.Types);
        if (taken.Count > 0 && (given.Count == 0 || given.Except(taken).Any(type => !(type == "integer" && taken.Contains("number")))))
        {
            Break("type", at, $"was {Words(old.Types)}, is {Words(now.Types)}");
            return;
        }

        CompareValues(at, old.Schema["enum"]?.AsArray(), now.Schema["enum"]?.AsArray());
        CompareBounds(at, old.Schema, now.Schema);
        CompareMembers(at, old.Schema, now.Schema);
        if (old.Schema["items"] is { } items)
        {
            Compare($"{at}[]", items, now.Schema["items"]);
        }

        if (old.Schema["additionalProperties"] is JsonObject values)
        {
            Compare($"{at}{{}}", values, now.Schema["additionalProperties"] as JsonObject);
        }
    }

    private void CompareValues(string where, JsonArray? old, JsonArray? now)
    {
        if (old is null || now is null)
        {
            if (now is not null)
            {
                Tell("bound-documented", where, "only some values now", breaks: isInput);
            }
            else if (old is not null)
            {
                Tell("values-opened", where, "any value now", breaks: !isInput);
            }

            return;
        }

        var (values, valuesNow) = (Values(old), Values(now));
        foreach (var value in values.Except(valuesNow))
        {
            Break("value-removed", where, $"the value {value} is gone");
        }

        foreach (var value in valuesNow.Except(values))
        {
            Tell("value-added", where, $"the value {value} is new", breaks: !isInput);
        }
    }

    /// <summary>Compares bounds. A newly documented bound may have been enforced before, which a person has to decide.</summary>
    private void CompareBounds(string where, JsonObject old, JsonObject now)
    {
        foreach (var bound in Upper.Concat(Lower))
        {
            var (value, valueNow) = (Number(old[bound]), Number(now[bound]));
            if (value == valueNow)
            {
                continue;
            }

            var isNarrower = valueNow is not null && (value is null || (Upper.Contains(bound) ? valueNow < value : valueNow > value));
            Tell(value is null ? "bound-documented" : isNarrower ? "bound-narrowed" : "bound-widened", where, $"{bound} was {Words(value)}, is {Words(valueNow)}", breaks: isInput && isNarrower);
        }

        foreach (var form in new[] { "pattern", "format" })
        {
            var (value, valueNow) = (old[form]?.ToString(), now[form]?.ToString());
            if (value != valueNow)
            {
                Tell(value is null ? "bound-documented" : $"{form}-changed", where, $"{form} was {value ?? "open"}, is {valueNow ?? "open"}", breaks: value is null ? isInput : valueNow is not null || !isInput);
            }
        }

        if ((bool?)now["uniqueItems"] == true && (bool?)old["uniqueItems"] != true)
        {
            Tell("bound-documented", where, "items are unique now", breaks: isInput);
        }

        if (isInput && IsClosed(now) && !IsClosed(old))
        {
            Break("closed", where, "takes no other members any more");
        }
    }

    private void CompareMembers(string where, JsonObject old, JsonObject now)
    {
        var (members, membersNow) = (old["properties"]?.AsObject() ?? [], now["properties"]?.AsObject() ?? []);
        var (required, requiredNow) = (Values(old["required"]?.AsArray() ?? []), Values(now["required"]?.AsArray() ?? []));
        foreach (var (name, member) in members)
        {
            if (membersNow[name] is not { } other)
            {
                Break("member-removed", $"{where}.{name}", "the member is gone");
                continue;
            }

            if (isInput ? requiredNow.Contains(name) && !required.Contains(name) : required.Contains(name) && !requiredNow.Contains(name))
            {
                Break(isInput ? "input-required" : "member-optional", $"{where}.{name}", isInput ? "is required now" : "may be absent now");
            }

            Compare($"{where}.{name}", member, other);
        }

        foreach (var (name, _) in membersNow.Where(member => !members.ContainsKey(member.Key)))
        {
            Tell(isInput && requiredNow.Contains(name) ? "input-required" : "member-added", $"{where}.{name}", "the member is new", breaks: isInput && requiredNow.Contains(name));
        }
    }

    private void Break(string kind, string where, string what) => Tell(kind, where, what, breaks: true);

    private void Tell(string kind, string where, string what, bool breaks) => tell(new($"{(isInput ? "request" : "response")}-{kind}", where, what, breaks));

    private static bool IsClosed(JsonObject schema) => schema["additionalProperties"] is JsonValue value && !value.GetValue<bool>();

    private static decimal? Number(JsonNode? node) => node is JsonValue value && decimal.TryParse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private static List<string> Values(JsonArray values) => values.OfType<JsonNode>().Select(value => value.ToString()).ToList();

    private static string Words(IReadOnlyCollection<string> types) => types.Count == 0 ? "anything" : string.Join(" or ", types);

    private static string Words(decimal? bound) => bound?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "open";

    /// <summary>A schema with references resolved and nullability as a separate flag, whichever of its three notations is used.</summary>
    private sealed record Shape(JsonObject Schema, IReadOnlyCollection<string> Types, bool IsNullable, string? Component)
    {
        public static Shape Of(JsonNode node, JsonObject contract)
        {
            if ((string?)node["$ref"] is { } reference)
            {
                return Of(ContractComparer.Resolve(node, contract), contract) with { Component = reference.Split('/')[^1] };
            }

            var schema = node.AsObject();
            if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray { Count: 2 } choice && choice.FirstOrDefault(one => one!["type"]?.ToString() == "null") is { } none)
            {
                return Of(choice.First(one => one != none)!, contract) with { IsNullable = true };
            }

            if (schema["allOf"] is JsonArray { Count: 1 } only)
            {
                return Of(only[0]!, contract);
            }

            var types = schema["type"] switch { JsonArray several => Values(several), { } one => [one.ToString()], _ => [] };
            return new(schema, types.Where(type => type != "null").ToList(), types.Contains("null"), Component: null);
        }
    }
}
