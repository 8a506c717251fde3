using System.Globalization;
using System.Text.Json.Nodes;

namespace ContentApi.Tests.Compatibility;

/// <summary>
/// Compares two schemas of a request or of a response. A narrower request schema breaks clients, because the service refuses what they send; so
/// does a wider response schema, because strict clients, such as those that validate with zod, refuse what the service sends.
/// </summary>
internal sealed class SchemaComparer(JsonObject before, JsonObject after, bool isInput, Action<Difference> report)
{
    private static readonly string[] Upper = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"];
    private static readonly string[] Lower = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"];

    /// <summary>Keywords whose changes are not analyzed: any change is reported.</summary>
    private static readonly string[] Opaque =
        ["not", "if", "then", "else", "contains", "prefixItems", "patternProperties", "propertyNames", "dependentRequired", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems",
            "contentEncoding", "contentMediaType", "contentSchema"];

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>Reports the differences of two schemas. The content of the same pair of components is compared only once.</summary>
    public void Compare(string where, JsonNode? oldNode, JsonNode? currentNode)
    {
        if (oldNode is null || currentNode is null)
        {
            if (oldNode is not null || currentNode is not null)
            {
                Report("type", where, oldNode is null ? "now has a schema" : "no longer has a schema", breaks: (oldNode is null) == isInput);
            }

            return;
        }

        var (old, current) = (ResolvedSchema.From(oldNode, before), ResolvedSchema.From(currentNode, after));
        if (old.IsNullable != current.IsNullable)
        {
            Report("nullability", where, current.IsNullable ? "can now be null" : "can no longer be null", breaks: current.IsNullable != isInput);
        }

        if (old.Component != current.Component && (old.IsNamed || current.IsNamed))
        {
            Break("schema-renamed", where, $"was {old.Component ?? "inline"}, is {current.Component ?? "inline"}");
        }

        CompareDefaults(where, old.Schema["default"], current.Schema["default"]);
        if (old.Component is null || seen.Add($"{old.Component} {current.Component}"))
        {
            CompareContent(old.Component ?? where, old, current);
        }
    }

    private void CompareContent(string where, ResolvedSchema old, ResolvedSchema current)
    {
        var (produced, accepted) = isInput ? (old.Types, current.Types) : (current.Types, old.Types);
        if (accepted.Count > 0 && (produced.Count == 0 || produced.Except(accepted).Any(type => !(type == "integer" && accepted.Contains("number")))))
        {
            Break("type", where, $"was {Describe(old.Types)}, is {Describe(current.Types)}");
            return;
        }

        CompareValues(where, old, current);
        CompareOptions(where, old, current);
        CompareBounds(where, old.Schema, current.Schema);
        CompareMembers(where, old.Schema, current.Schema);
        CompareAdditionalMembers(where, old.Schema["additionalProperties"], current.Schema["additionalProperties"]);
        Compare($"{where}[]", old.Schema["items"], current.Schema["items"]);
        foreach (var keyword in Opaque.Where(keyword => !JsonNode.DeepEquals(old.Schema[keyword], current.Schema[keyword])))
        {
            Break("keyword-changed", where, $"{keyword} was {old.Schema[keyword]?.ToJsonString() ?? "unset"}, is {current.Schema[keyword]?.ToJsonString() ?? "unset"}");
        }
    }

    private void CompareValues(string where, ResolvedSchema old, ResolvedSchema current)
    {
        if (old.Values is null != current.Values is null)
        {
            Report(current.Values is null ? "values-opened" : "bound-documented", where, current.Values is null ? "any value is allowed" : "only some values are allowed", breaks: current.Values is null != isInput);
        }

        var (values, currentValues) = (old.Values ?? old.KnownValues ?? [], current.Values ?? current.KnownValues ?? []);
        foreach (var value in values.Except(currentValues).Where(_ => currentValues.Count > 0 || old.KnownValues is not null))
        {
            Break("value-removed", where, $"the value {value} is removed");
        }

        foreach (var value in currentValues.Except(values).Where(_ => values.Count > 0))
        {
            Report("value-added", where, $"the value {value} is new", breaks: !isInput && current.Values is not null && old.Values is not null);
        }

        var (names, currentNames) = (GetNames(old), GetNames(current));
        foreach (var value in values.Intersect(currentValues).Where(value => names.GetValueOrDefault(value) != currentNames.GetValueOrDefault(value)))
        {
            Break("value-renamed", where, $"clients knew the value {value} as {names.GetValueOrDefault(value) ?? value}, now as {currentNames.GetValueOrDefault(value) ?? value}");
        }

        static Dictionary<string, string> GetNames(ResolvedSchema schema) =>
            (schema.Values ?? schema.KnownValues ?? []).Zip(ResolvedSchema.ToTexts(schema.Schema["x-enum-varnames"])).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }

    /// <summary>Compares `oneOf` and `anyOf`. Options are the same if they have the same component or, without one, the same place.</summary>
    private void CompareOptions(string where, ResolvedSchema old, ResolvedSchema current)
    {
        var (options, currentOptions) = (Name(old.Options), Name(current.Options));
        foreach (var (name, option) in options)
        {
            if (currentOptions.TryGetValue(name, out var currentOption))
            {
                Compare($"{where} {name}", option, currentOption);
            }
            else if (current.Options.Count > 0 || !isInput)
            {
                Report("option-removed", where, $"the option {name} is removed", breaks: isInput || current.Options.Count == 0);
            }
        }

        foreach (var name in currentOptions.Keys.Except(options.Keys, StringComparer.Ordinal))
        {
            Report("option-added", where, $"the option {name} is new", breaks: isInput ? options.Count == 0 : options.Count > 0);
        }

        var (discriminator, currentDiscriminator) = (old.Schema["discriminator"], current.Schema["discriminator"]);
        var mapping = currentDiscriminator?["mapping"] as JsonObject ?? [];
        if (discriminator is not null && (!JsonNode.DeepEquals(discriminator["propertyName"], currentDiscriminator?["propertyName"])
            || (discriminator["mapping"] as JsonObject ?? []).Any(entry => !JsonNode.DeepEquals(entry.Value, mapping[entry.Key]))))
        {
            Break("discriminator-changed", where, "the discriminator has another member or mapping");
        }

        static Dictionary<string, JsonNode> Name(IReadOnlyList<JsonNode> options) =>
            options.Select((option, index) => (Name: (string?)option["$ref"] is { } reference ? reference.Split('/')[^1] : $"option {index + 1}", option)).DistinctBy(pair => pair.Name).ToDictionary(pair => pair.Name, pair => pair.option, StringComparer.Ordinal);
    }

    private void CompareDefaults(string where, JsonNode? old, JsonNode? current)
    {
        if (old is not null && !JsonNode.DeepEquals(old, current))
        {
            Report("default-changed", where, $"the default was {old.ToJsonString()}, is {current?.ToJsonString() ?? "unset"}", breaks: isInput);
        }
    }

    /// <summary>Compares bounds. A reviewer decides whether a newly documented bound was already enforced.</summary>
    private void CompareBounds(string where, JsonObject old, JsonObject current)
    {
        foreach (var bound in Upper.Concat(Lower))
        {
            var (value, currentValue) = (Number(old[bound]), Number(current[bound]));
            if (value != currentValue)
            {
                var isNarrower = currentValue is not null && (value is null || (Upper.Contains(bound) ? currentValue < value : currentValue > value));
                Report(value is null ? "bound-documented" : isNarrower ? "bound-narrowed" : "bound-widened", where, $"{bound} was {Describe(value)}, is {Describe(currentValue)}", breaks: isNarrower == isInput);
            }
        }

        var (factor, currentFactor) = (Number(old["multipleOf"]), Number(current["multipleOf"]));
        if (factor != currentFactor)
        {
            var isWider = currentFactor is null || (factor is not null && factor % currentFactor == 0);
            Report(factor is null ? "bound-documented" : isWider ? "bound-widened" : "bound-narrowed", where, $"multipleOf was {Describe(factor)}, is {Describe(currentFactor)}", breaks: isInput != isWider);
        }

        foreach (var keyword in new[] { "pattern", "format" })
        {
            var (value, currentValue) = (old[keyword]?.ToString(), current[keyword]?.ToString());
            if (value != currentValue)
            {
                Report(value is null ? "bound-documented" : $"{keyword}-changed", where, $"{keyword} was {value ?? "unset"}, is {currentValue ?? "unset"}", breaks: value is null ? isInput : currentValue is not null || !isInput);
            }
        }

        if ((bool?)current["uniqueItems"] == true != ((bool?)old["uniqueItems"] == true))
        {
            Report((bool?)old["uniqueItems"] == true ? "bound-widened" : "bound-documented", where, (bool?)old["uniqueItems"] == true ? "items can now be equal" : "items must now be unique", breaks: (bool?)old["uniqueItems"] == true != isInput);
        }

        var hidden = isInput ? "readOnly" : "writeOnly";
        if ((bool?)current[hidden] == true && (bool?)old[hidden] != true)
        {
            Break("hidden", where, $"is now {hidden}");
        }
    }

    private void CompareMembers(string where, JsonObject old, JsonObject current)
    {
        var (members, currentMembers) = (old["properties"] as JsonObject ?? [], current["properties"] as JsonObject ?? []);
        var (required, currentRequired) = (ResolvedSchema.ToTexts(old["required"]), ResolvedSchema.ToTexts(current["required"]));
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

    /// <summary>Compares the schemas of undocumented members: none (`false`), any (`true` or absent), or those of a dictionary.</summary>
    private void CompareAdditionalMembers(string where, JsonNode? old, JsonNode? current)
    {
        var (isClosed, isCurrentClosed) = (IsClosed(old), IsClosed(current));
        if (isClosed != isCurrentClosed)
        {
            Report(isCurrentClosed ? "closed" : "opened", where, isCurrentClosed ? "no longer accepts undocumented members" : "can now have undocumented members", breaks: isCurrentClosed == isInput);
        }
        else if (!isClosed)
        {
            Compare($"{where}{{}}", old as JsonObject, current as JsonObject);
        }

        static bool IsClosed(JsonNode? node) => node is JsonValue value && !value.GetValue<bool>();
    }

    private void Break(string kind, string where, string what) => Report(kind, where, what, breaks: true);

    private void Report(string kind, string where, string what, bool breaks) => report(new($"{(isInput ? "request" : "response")}-{kind}", where, what, breaks));

    private static decimal? Number(JsonNode? node) => node is JsonValue value && decimal.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Describe(IReadOnlyCollection<string> types) => types.Count == 0 ? "anything" : string.Join(" or ", types);

    private static string Describe(decimal? bound) => bound?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";
}
