using System.Text.Json.Nodes;
using ContentApi.Tests.Web.OpenApi;

namespace ContentApi.Tests.ContractConformance;

/// <summary>A parameter of an operation, in its path, query or headers.</summary>
internal sealed record Parameter(string Name, string In, bool IsRequired, string Location, JsonObject Schema, JsonNode? Example);

/// <summary>A header of a response.</summary>
internal sealed record AnswerHeader(string Name, bool IsRequired, string Location, JsonObject Schema);

/// <summary>A documented response of an operation: its status, headers, and media types with the location of their schemas.</summary>
internal sealed record Answer(string Status, IReadOnlyDictionary<string, AnswerHeader> Headers, IReadOnlyDictionary<string, string> Content);

/// <summary>An operation of the contract: a method at a path.</summary>
internal sealed record Operation(
    string Id,
    string Method,
    string Path,
    bool NeedsKey,
    IReadOnlyList<Parameter> Parameters,
    IReadOnlyDictionary<string, string> Bodies,
    IReadOnlyDictionary<string, Answer> Answers)
{
    private readonly string[] segments = Path.Split('/');

    /// <summary>Gets whether a request must have a body.</summary>
    public bool NeedsBody { get; init; }

    /// <summary>Returns the values of the path parameters, or null if the path does not match this operation.</summary>
    public Dictionary<string, string>? Match(string path)
    {
        var parts = path.Split('/');
        if (parts.Length != segments.Length)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < parts.Length; index++)
        {
            if (segments[index].StartsWith('{') && parts[index].Length > 0)
            {
                values[segments[index][1..^1]] = Uri.UnescapeDataString(parts[index]);
            }
            else if (segments[index] != parts[index])
            {
                return null;
            }
        }

        return values;
    }
}

/// <summary>The committed contract. <see cref="ContractTests"/> checks that the service serves the same one.</summary>
internal sealed class WrittenContract
{
    private static readonly Lazy<WrittenContract> Read = new(() => new(JsonNode.Parse(File.ReadAllText(Repository.Path("openapi/content-api.v1.json")))!.AsObject()));

    private readonly JsonObject document;

    private WrittenContract(JsonObject document)
    {
        this.document = document;
        Schemas = new(document);
        Operations = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Where(member => member.Value is JsonObject), (path, operation) => Operation(path.Key, operation.Key, operation.Value!.AsObject()))
            .OrderBy(operation => operation.Path.Count(c => c == '{')) // literal segments take precedence over parameters
            .ToList();
    }

    public static WrittenContract Committed => Read.Value;

    public IReadOnlyList<Operation> Operations { get; }

    public Schemas Schemas { get; }

    public Operation? Find(string method, string path, out Dictionary<string, string> values)
    {
        foreach (var operation in Operations)
        {
            if (operation.Method == method && operation.Match(path) is { } found)
            {
                values = found;
                return operation;
            }
        }

        values = [];
        return null;
    }

    /// <summary>Returns the operations at a path, whatever their method.</summary>
    public IReadOnlyList<Operation> At(string path) => Operations.Where(operation => operation.Match(path) is not null).ToList();

    /// <summary>Returns the schema at a location, with references resolved.</summary>
    public JsonObject Schema(string location) => Resolve(NodeAt(location), location).Node;

    /// <summary>Returns a node and its location, with references resolved.</summary>
    public (JsonObject Node, string Location) Resolve(JsonNode node, string location) =>
        (string?)node["$ref"] is { } reference ? Resolve(NodeAt(reference), reference) : (node.AsObject(), location);

    private JsonNode NodeAt(string location) => location[2..].Split('/').Aggregate((JsonNode)document, (at, name) => at[Unescape(name)]!);

    private static string Unescape(string name) => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private Operation Operation(string path, string method, JsonObject operation)
    {
        var location = $"#/paths/{Escape(path)}/{method}";
        return new(
            (string)operation["operationId"]!,
            method.ToUpperInvariant(),
            path,
            operation["security"] is JsonArray security && security.All(way => way!.AsObject().Count > 0),
            Many(operation["parameters"]?.AsArray(), $"{location}/parameters").Select(Parameter).ToList(),
            operation["requestBody"] is { } body ? Content(Resolve(body, $"{location}/requestBody")) : new Dictionary<string, string>(StringComparer.Ordinal),
            operation["responses"]!.AsObject().ToDictionary(
                response => response.Key,
                response => Answer(response.Key, Resolve(response.Value!, $"{location}/responses/{response.Key}")),
                StringComparer.Ordinal))
        {
            NeedsBody = (bool?)operation["requestBody"]?["required"] == true,
        };
    }

    private IEnumerable<(JsonObject Node, string Location)> Many(JsonArray? nodes, string location) =>
        (nodes ?? []).Select((node, index) => Resolve(node!, $"{location}/{index}"));

    private Parameter Parameter((JsonObject Node, string Location) at) =>
        new((string)at.Node["name"]!, (string)at.Node["in"]!, (bool?)at.Node["required"] == true, $"{at.Location}/schema", Resolve(at.Node["schema"]!, "").Node, at.Node["example"] ?? at.Node["schema"]!["example"]);

    private Answer Answer(string status, (JsonObject Node, string Location) at) => new(
        status,
        (at.Node["headers"]?.AsObject() ?? []).Select(header => (header.Key, At: Resolve(header.Value!, $"{at.Location}/headers/{Escape(header.Key)}"))).ToDictionary(
            header => header.Key,
            header => new AnswerHeader(header.Key, (bool?)header.At.Node["required"] == true, $"{header.At.Location}/schema", Resolve(header.At.Node["schema"]!, "").Node),
            StringComparer.OrdinalIgnoreCase),
        Content(at));

    private static Dictionary<string, string> Content((JsonObject Node, string Location) at) =>
        (at.Node["content"]?.AsObject() ?? []).ToDictionary(content => content.Key, content => $"{at.Location}/content/{Escape(content.Key)}/schema", StringComparer.OrdinalIgnoreCase);
}
