using System.Text.Json.Nodes;

namespace ContentApi.Tests.Compatibility;

/// <summary>
/// Compares two contracts from the point of view of a client that was generated from the first one. What it calls, sends and receives must keep
/// working, and what the generator named must keep its name.
/// </summary>
internal sealed class ContractComparer
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    private readonly JsonObject before;
    private readonly JsonObject after;
    private readonly List<Difference> differences = [];

    private ContractComparer(JsonObject before, JsonObject after) => (this.before, this.after) = (before, after);

    public static IReadOnlyList<Difference> Compare(JsonObject before, JsonObject after)
    {
        var comparer = new ContractComparer(before, after);
        comparer.Members("operation", "", Operations(before, "paths"), Operations(after, "paths"), comparer.Operation);
        comparer.Members("webhook", "", Operations(before, "webhooks"), Operations(after, "webhooks"), comparer.Operation);
        comparer.Members("schema", "", Components(before, "schemas"), Components(after, "schemas"), (_, _, _) => { });
        comparer.Members("security-scheme", "", Components(before, "securitySchemes"), Components(after, "securitySchemes"), comparer.SecurityScheme);
        comparer.Servers("", before["servers"], after["servers"]);
        return comparer.differences.Distinct().ToList();
    }

    internal static JsonObject Resolve(JsonNode node, JsonObject contract) =>
        (string?)node["$ref"] is { } reference ? Resolve(reference[2..].Split('/').Aggregate((JsonNode)contract, (node, name) => node[name.Replace("~1", "/", StringComparison.Ordinal)]!), contract) : node.AsObject();

    /// <summary>Returns the operations by method and path, with the parameters, servers and security that they inherit.</summary>
    private static JsonObject Operations(JsonObject contract, string section) => new(
        from path in contract[section] as JsonObject ?? []
        from operation in Resolve(path.Value!, contract)
        where Methods.Contains(operation.Key)
        select KeyValuePair.Create($"{operation.Key.ToUpperInvariant()} {path.Key}", (JsonNode?)Inherit(operation.Value!.AsObject(), Resolve(path.Value!, contract), contract)));

    private static JsonObject Inherit(JsonObject operation, JsonObject path, JsonObject contract)
    {
        var complete = operation.DeepClone().AsObject();
        var parameters = (operation["parameters"] as JsonArray ?? []).Concat(path["parameters"] as JsonArray ?? []).Select(parameter => Resolve(parameter!, contract));
        complete["parameters"] = new JsonObject(parameters.DistinctBy(GetName).Select(parameter => KeyValuePair.Create(GetName(parameter), (JsonNode?)parameter.DeepClone())));
        complete["servers"] = (operation["servers"] ?? path["servers"])?.DeepClone();
        complete["security"] = (operation["security"] ?? contract["security"])?.DeepClone();
        return complete;

        static string GetName(JsonObject parameter) => $"{parameter["in"]} {parameter["name"]}";
    }

    private static JsonObject Components(JsonObject contract, string kind) => contract["components"]?[kind] as JsonObject ?? [];

    private void Operation(string where, JsonObject old, JsonObject current)
    {
        if ((string?)old["operationId"] != (string?)current["operationId"])
        {
            Break("operation-id", where, $"operationId was {old["operationId"]}, is {current["operationId"]}");
        }

        var (tags, currentTags) = (ResolvedSchema.ToTexts(old["tags"]), ResolvedSchema.ToTexts(current["tags"]));
        if (tags.Except(currentTags).Any() || tags.FirstOrDefault() != currentTags.FirstOrDefault())
        {
            Break("operation-tag", where, $"was in the group {string.Join(", ", tags)}, is in {string.Join(", ", currentTags)}");
        }

        Servers(where, old["servers"], current["servers"]);
        Security(where, old["security"], current["security"]);
        Parameters(where, old["parameters"]!.AsObject(), current["parameters"]!.AsObject());
        Body(where, old["requestBody"], current["requestBody"]);
        Members("status", where, old["responses"] as JsonObject ?? [], current["responses"] as JsonObject ?? [], Response, breaksIfNew: status => status is ['1' or '2' or '3', ..] or "default");
        foreach (var (name, callback) in old["callbacks"] as JsonObject ?? [])
        {
            if (!JsonNode.DeepEquals(callback, current["callbacks"]?[name]))
            {
                Break("callback-changed", $"{where} {name}", "the callback is changed");
            }
        }
    }

    private void Servers(string where, JsonNode? old, JsonNode? current)
    {
        foreach (var url in Urls(old).Except(Urls(current)))
        {
            Break("server-removed", where, $"the server {url} is removed");
        }

        // Without servers, the server is `/`.
        static List<string> Urls(JsonNode? servers) => servers is JsonArray { Count: > 0 } array ? array.Select(server => server!["url"]!.ToString().TrimEnd('/')).ToList() : [""];
    }

    /// <summary>Compares the alternatives of authentication: each old one must still satisfy a current one.</summary>
    private void Security(string where, JsonNode? old, JsonNode? current)
    {
        var (alternatives, currentAlternatives) = (Alternatives(old), Alternatives(current));
        foreach (var alternative in alternatives.Where(alternative => !currentAlternatives.Exists(current => current.IsSubsetOf(alternative))))
        {
            Break(alternative.Count == 0 ? "key-needed" : "security-changed", where, alternative.Count == 0 ? "now requires a key" : $"{string.Join(" and ", alternative)} no longer suffices");
        }

        // The schemes and scopes of each alternative. Without requirements, every request satisfies.
        static List<HashSet<string>> Alternatives(JsonNode? security) => security is JsonArray { Count: > 0 } requirements
            ? requirements.Select(requirement => requirement!.AsObject().SelectMany(scheme => ResolvedSchema.ToTexts(scheme.Value).Select(scope => $"{scheme.Key}:{scope}").Prepend(scheme.Key)).ToHashSet(StringComparer.Ordinal)).ToList()
            : [[]];
    }

    private void SecurityScheme(string where, JsonObject old, JsonObject current)
    {
        foreach (var member in new[] { "type", "scheme", "name", "in", "openIdConnectUrl" }.Where(member => !string.Equals((string?)old[member], (string?)current[member], StringComparison.OrdinalIgnoreCase)))
        {
            Break("security-scheme-changed", where, $"{member} was {old[member]}, is {current[member]}");
        }

        foreach (var (name, flow) in old["flows"] as JsonObject ?? [])
        {
            var currentFlow = current["flows"]?[name];
            var isSame = new[] { "authorizationUrl", "tokenUrl", "refreshUrl" }.All(url => (string?)flow![url] == (string?)currentFlow?[url]);
            if (currentFlow is null || !isSame || (flow!["scopes"] as JsonObject ?? []).Any(scope => currentFlow["scopes"]?[scope.Key] is null))
            {
                Break("security-scheme-changed", where, $"the flow {name} is changed");
            }
        }
    }

    private void Parameters(string where, JsonObject old, JsonObject current)
    {
        Members("parameter", where, old, current, Parameter, breaksIfNew: name => (bool?)current[name]!["required"] == true);
    }

    private void Parameter(string where, JsonObject old, JsonObject current)
    {
        if ((bool?)old["required"] != true && (bool?)current["required"] == true)
        {
            Break("input-required", where, "is now required");
        }

        if (GetNotation(old) != GetNotation(current))
        {
            Break("parameter-notation", where, $"style and explode were {GetNotation(old)}, are {GetNotation(current)}");
        }

        foreach (var freedom in new[] { "allowReserved", "allowEmptyValue" }.Where(freedom => (bool?)old[freedom] == true && (bool?)current[freedom] != true))
        {
            Break("parameter-notation", where, $"{freedom} is no longer set");
        }

        if (old["schema"] is not null || current["schema"] is not null)
        {
            CreateSchemaComparer(isInput: true).Compare(where, old["schema"], current["schema"]);
        }

        Content(where, old, current, isInput: true);

        // How a list or an object is written. Defaults: OpenAPI 3.1, Parameter Object.
        static (string Style, bool Explode) GetNotation(JsonObject parameter)
        {
            var style = (string?)parameter["style"] ?? ((string?)parameter["in"] is "query" or "cookie" ? "form" : "simple");
            return (style, (bool?)parameter["explode"] ?? style == "form");
        }
    }

    private void Body(string where, JsonNode? oldNode, JsonNode? currentNode)
    {
        var (old, current) = (oldNode is null ? null : Resolve(oldNode, before), currentNode is null ? null : Resolve(currentNode, after));
        if ((bool?)current?["required"] == true && (bool?)old?["required"] != true)
        {
            Break("input-required", where, "now requires a body");
        }

        if (old is not null && current is null)
        {
            Break("body-removed", where, "no longer accepts a body");
        }
        else if (old is not null)
        {
            Content($"{where} body", old, current!, isInput: true);
        }
    }

    private void Response(string where, JsonObject old, JsonObject current)
    {
        Members("header", where, old["headers"] as JsonObject ?? [], current["headers"] as JsonObject ?? [], Header);
        Members("link", where, old["links"] as JsonObject ?? [], current["links"] as JsonObject ?? [], (_, _, _) => { });
        Content(where, old, current, isInput: false);
    }

    private void Header(string where, JsonObject old, JsonObject current)
    {
        if ((bool?)old["required"] == true && (bool?)current["required"] != true)
        {
            Break("header-optional", where, "can now be absent");
        }

        CreateSchemaComparer(isInput: false).Compare(where, old["schema"], current["schema"]);
    }

    private void Content(string where, JsonObject old, JsonObject current, bool isInput) =>
        Members("media-type", where, old["content"] as JsonObject ?? [], current["content"] as JsonObject ?? [], (contentLocation, content, currentContent) =>
        {
            CreateSchemaComparer(isInput).Compare(contentLocation, content["schema"], currentContent["schema"]);
            if (isInput && !JsonNode.DeepEquals(content["encoding"], currentContent["encoding"]))
            {
                Break("encoding-changed", contentLocation, "the encoding of its parts is changed");
            }
        });

    /// <summary>Reports removed and added members, and compares the members that exist in both contracts.</summary>
    private void Members(string kind, string where, JsonObject old, JsonObject current, Action<string, JsonObject, JsonObject> compare, Func<string, bool>? breaksIfNew = null)
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

        foreach (var name in current.Select(member => member.Key).Where(name => !old.ContainsKey(name)))
        {
            var breaks = breaksIfNew?.Invoke(name) == true;
            differences.Add(new(breaks && kind == "parameter" ? "input-required" : $"{kind}-added", $"{where} {name}".Trim(), breaks ? $"the {kind} is new, and clients do not know it" : $"the {kind} is new", breaks));
        }
    }

    private SchemaComparer CreateSchemaComparer(bool isInput) => new(before, after, isInput, differences.Add);

    private void Break(string kind, string where, string what) => differences.Add(new(kind, where, what, Breaks: true));
}
