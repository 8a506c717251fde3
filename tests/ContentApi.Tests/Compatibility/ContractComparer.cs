using System.Text.Json.Nodes;

namespace ContentApi.Tests.Compatibility;

/// <summary>
/// Compares two contracts from a client's point of view: a narrower request schema or a wider response schema
/// breaks clients, and so does anything that is missing.
/// </summary>
internal sealed class ContractComparer
{
    private readonly JsonObject before;
    private readonly JsonObject after;
    private readonly List<Difference> differences = [];

    private ContractComparer(JsonObject before, JsonObject after) => (this.before, this.after) = (before, after);

    public static IReadOnlyList<Difference> Compare(JsonObject before, JsonObject after)
    {
        var comparer = new ContractComparer(before, after);
        comparer.Members("operation", "", Operations(before), Operations(after), comparer.Operation);
        return comparer.differences.Distinct().ToList();
    }

    private static JsonObject Operations(JsonObject contract) => new(
        contract["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Where(member => member.Value is JsonObject), (path, operation) => KeyValuePair.Create($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value?.DeepClone())));

    private void Operation(string where, JsonObject old, JsonObject current)
    {
        if ((string?)old["operationId"] != (string?)current["operationId"])
        {
            Break("operation-id", where, $"operationId was {old["operationId"]}, is {current["operationId"]}");
        }

        if (!NeedsKey(old, before) && NeedsKey(current, after))
        {
            Break("key-needed", where, "now requires a key");
        }

        var (parameters, currentParameters) = (Parameters(old, before), Parameters(current, after));
        Members("parameter", where, parameters, currentParameters, Parameter);
        foreach (var (name, parameter) in currentParameters.Where(parameter => !parameters.ContainsKey(parameter.Key) && (bool?)parameter.Value!["required"] == true))
        {
            Break("input-required", $"{where} {name}", "is new and required");
        }

        Body(where, old["requestBody"], current["requestBody"]);
        Members("status", where, old["responses"]!.AsObject(), current["responses"]!.AsObject(), Response);
    }

    private void Parameter(string where, JsonObject old, JsonObject current)
    {
        if ((bool?)old["required"] != true && (bool?)current["required"] == true)
        {
            Break("input-required", where, "is now required");
        }

        CreateSchemaComparer(isInput: true).Compare(where, old["schema"], current["schema"]);
    }

    private void Body(string where, JsonNode? old, JsonNode? current)
    {
        if (current is not null && old is null)
        {
            if ((bool?)Resolve(current, after)["required"] == true)
            {
                Break("input-required", where, "now requires a body");
            }

            return;
        }

        if (old is not null && current is null)
        {
            Break("body-removed", where, "no longer accepts a body");
            return;
        }

        if (old is not null)
        {
            Content($"{where} body", Resolve(old, before), Resolve(current!, after), isInput: true);
        }
    }

    private void Response(string where, JsonObject old, JsonObject current)
    {
        Members("header", where, old["headers"]?.AsObject() ?? [], current["headers"]?.AsObject() ?? [], (headerLocation, header, currentHeader) => CreateSchemaComparer(isInput: false).Compare(headerLocation, header["schema"], currentHeader["schema"]));
        Content(where, old, current, isInput: false);
    }

    private void Content(string where, JsonObject old, JsonObject current, bool isInput) =>
        Members("media-type", where, old["content"]?.AsObject() ?? [], current["content"]?.AsObject() ?? [], (contentLocation, content, currentContent) => CreateSchemaComparer(isInput).Compare(contentLocation, content["schema"], currentContent["schema"]));

    /// <summary>Reports removed and added members, and compares the members that exist in both contracts.</summary>
    private void Members(string kind, string where, JsonObject old, JsonObject current, Action<string, JsonObject, JsonObject> compare)
    {
        foreach (var (name, member) in old)
        {
            var memberLocation = $"{where} {name}".Trim();
            if (current[name] is { } currentMember)
            {
                compare(memberLocation, Resolve(member!, before), Resolve(currentMember, after));
            }
            else
            {
                Break($"{kind}-removed", memberLocation, $"the {kind} is removed");
            }
        }

        differences.AddRange(current.Where(member => !old.ContainsKey(member.Key)).Select(member => new Difference($"{kind}-added", $"{where} {member.Key}".Trim(), $"the {kind} is new", Breaks: false)));
    }

    private SchemaComparer CreateSchemaComparer(bool isInput) => new(before, after, isInput, differences.Add);

    private void Break(string kind, string where, string what) => differences.Add(new(kind, where, what, Breaks: true));

    private static JsonObject Parameters(JsonObject operation, JsonObject contract) => new(
        (operation["parameters"]?.AsArray() ?? []).Select(parameter => Resolve(parameter!, contract)).Select(parameter => KeyValuePair.Create($"{parameter["in"]} {parameter["name"]}", (JsonNode?)parameter.DeepClone())));

    private static bool NeedsKey(JsonObject operation, JsonObject contract) =>
        (operation["security"] ?? contract["security"]) is JsonArray { Count: > 0 } requirements && requirements.All(requirement => requirement!.AsObject().Count > 0);

    internal static JsonObject Resolve(JsonNode node, JsonObject contract) =>
        (string?)node["$ref"] is { } reference ? Resolve(reference[2..].Split('/').Aggregate((JsonNode)contract, (node, name) => node[name]!), contract) : node.AsObject();
}
