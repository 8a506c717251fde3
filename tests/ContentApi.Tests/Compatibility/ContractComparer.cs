using System.Text.Json.Nodes;

namespace ContentApi.Tests.Compatibility;

/// <summary>A difference between two contracts.</summary>
/// <param name="Kind">The kind, as exceptions refer to it.</param>
/// <param name="Where">The operation and the place in it, or the component and the member.</param>
/// <param name="What">A description for the changelog.</param>
/// <param name="Breaks">Whether a client of the old contract can fail with the new one.</param>
internal sealed record Difference(string Kind, string Where, string What, bool Breaks)
{
    public override string ToString() => $"{Where}: {What} [{Kind}]";
}

/// <summary>
/// Compares two contracts from a client's point of view: narrower requests break senders; wider or missing responses break receivers.
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

    private void Operation(string where, JsonObject old, JsonObject now)
    {
        if ((string?)old["operationId"] != (string?)now["operationId"])
        {
            Break("operation-id", where, $"operationId was {old["operationId"]}, is {now["operationId"]}");
        }

        if (!NeedsKey(old, before) && NeedsKey(now, after))
        {
            Break("key-needed", where, "needs a key now");
        }

        var (parameters, parametersNow) = (Parameters(old, before), Parameters(now, after));
        Members("parameter", where, parameters, parametersNow, Parameter);
        foreach (var (name, parameter) in parametersNow.Where(parameter => !parameters.ContainsKey(parameter.Key) && (bool?)parameter.Value!["required"] == true))
        {
            Break("input-required", $"{where} {name}", "is new and required");
        }

        Body(where, old["requestBody"], now["requestBody"]);
        Members("status", where, old["responses"]!.AsObject(), now["responses"]!.AsObject(), Response);
    }

    private void Parameter(string where, JsonObject old, JsonObject now)
    {
        if ((bool?)old["required"] != true && (bool?)now["required"] == true)
        {
            Break("input-required", where, "is required now");
        }

        Schemas(isInput: true).Compare(where, old["schema"], now["schema"]);
    }

    private void Body(string where, JsonNode? old, JsonNode? now)
    {
        if (now is not null && old is null)
        {
            if ((bool?)Resolve(now, after)["required"] == true)
            {
                Break("input-required", where, "takes a body now");
            }

            return;
        }

        if (old is not null && now is null)
        {
            Break("body-removed", where, "takes no body any more");
            return;
        }

        if (old is not null)
        {
            Content($"{where} body", Resolve(old, before), Resolve(now!, after), isInput: true);
        }
    }

    private void Response(string where, JsonObject old, JsonObject now)
    {
        Members("header", where, old["headers"]?.AsObject() ?? [], now["headers"]?.AsObject() ?? [], (at, header, headerNow) => Schemas(isInput: false).Compare(at, header["schema"], headerNow["schema"]));
        Content(where, old, now, isInput: false);
    }

    private void Content(string where, JsonObject old, JsonObject now, bool isInput) =>
        Members("media-type", where, old["content"]?.AsObject() ?? [], now["content"]?.AsObject() ?? [], (at, content, contentNow) => Schemas(isInput).Compare(at, content["schema"], contentNow["schema"]));

    /// <summary>Reports removed and added members, and compares those in both contracts.</summary>
    private void Members(string kind, string where, JsonObject old, JsonObject now, Action<string, JsonObject, JsonObject> compare)
    {
        foreach (var (name, member) in old)
        {
            var at = $"{where} {name}".Trim();
            if (now[name] is { } other)
            {
                compare(at, Resolve(member!, before), Resolve(other, after));
            }
            else
            {
                Break($"{kind}-removed", at, $"the {kind} is gone");
            }
        }

        differences.AddRange(now.Where(member => !old.ContainsKey(member.Key)).Select(member => new Difference($"{kind}-added", $"{where} {member.Key}".Trim(), $"the {kind} is new", Breaks: false)));
    }

    private SchemaComparer Schemas(bool isInput) => new(before, after, isInput, differences.Add);

    private void Break(string kind, string where, string what) => differences.Add(new(kind, where, what, Breaks: true));

    private static JsonObject Parameters(JsonObject operation, JsonObject contract) => new(
        (operation["parameters"]?.AsArray() ?? []).Select(parameter => Resolve(parameter!, contract)).Select(parameter => KeyValuePair.Create($"{parameter["in"]} {parameter["name"]}", (JsonNode?)parameter.DeepClone())));

    private static bool NeedsKey(JsonObject operation, JsonObject contract) =>
        (operation["security"] ?? contract["security"]) is JsonArray { Count: > 0 } ways && ways.All(way => way!.AsObject().Count > 0);

    internal static JsonObject Resolve(JsonNode node, JsonObject contract) =>
        (string?)node["$ref"] is { } reference ? Resolve(reference[2..].Split('/').Aggregate((JsonNode)contract, (at, name) => at[name]!), contract) : node.AsObject();
}
