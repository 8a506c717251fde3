using System.Text.Json.Nodes;
using ContentApi.Tests.Web.OpenApi;

namespace ContentApi.Tests.ContractConformance;

/// <summary>The committed contract. <see cref="ContractTests"/> checks that the service serves the same one.</summary>
internal sealed class OpenApiContract
{
    private static readonly Lazy<OpenApiContract> Instance = new(() => new(JsonNode.Parse(File.ReadAllText(Repository.Path("openapi/content-api.v1.json")))!.AsObject()));

    private readonly JsonObject document;

    private OpenApiContract(JsonObject document)
    {
        this.document = document;
        SchemaValidator = new(document);
        Operations = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Where(member => member.Value is JsonObject), (path, operation) => ParseOperation(path.Key, operation.Key, operation.Value!.AsObject()))
            .OrderBy(operation => operation.Path.Count(c => c == '{')) // literal segments take precedence over parameters
            .ToList();
    }

    public static OpenApiContract Committed => Instance.Value;

    public IReadOnlyList<Operation> Operations { get; }

    public SchemaValidator SchemaValidator { get; }

    /// <summary>Returns the operation that handles a method and path, or null, and the values of its path parameters.</summary>
    public Operation? Find(string method, string path, out Dictionary<string, string> values)
    {
        foreach (var operation in Operations)
        {
            if (operation.Method == method && operation.Match(path) is { } match)
            {
                values = match;
                return operation;
            }
        }

        values = [];
        return null;
    }

    /// <summary>Returns the operations of a path, with any method.</summary>
    public IReadOnlyList<Operation> OperationsAt(string path) => Operations.Where(operation => operation.Match(path) is not null).ToList();

    /// <summary>Returns the schema at a location, with references resolved.</summary>
    public JsonObject Schema(string location) => Resolve(NodeAt(location), location).Node;

    /// <summary>Returns a node and its location, with references resolved.</summary>
    public (JsonObject Node, string Location) Resolve(JsonNode node, string location) =>
        (string?)node["$ref"] is { } reference ? Resolve(NodeAt(reference), reference) : (node.AsObject(), location);

    private JsonNode NodeAt(string location) => location[2..].Split('/').Aggregate((JsonNode)document, (node, name) => node[Unescape(name)]!);

    private static string Unescape(string name) => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private Operation ParseOperation(string path, string method, JsonObject operation)
    {
        var location = $"#/paths/{Escape(path)}/{method}";
        return new(
            (string)operation["operationId"]!,
            method.ToUpperInvariant(),
            path,
            operation["security"] is JsonArray security && security.All(requirement => requirement!.AsObject().Count > 0),
            ResolveAll(operation["parameters"]?.AsArray(), $"{location}/parameters").Select(ParseParameter).ToList(),
            operation["requestBody"] is { } body ? Content(Resolve(body, $"{location}/requestBody")) : new Dictionary<string, string>(StringComparer.Ordinal),
            operation["responses"]!.AsObject().ToDictionary(
                response => response.Key,
                response => ParseResponse(response.Key, Resolve(response.Value!, $"{location}/responses/{response.Key}")),
                StringComparer.Ordinal))
        {
            NeedsBody = (bool?)operation["requestBody"]?["required"] == true,
        };
    }

    private IEnumerable<(JsonObject Node, string Location)> ResolveAll(JsonArray? nodes, string location) =>
        (nodes ?? []).Select((node, index) => Resolve(node!, $"{location}/{index}"));

    private Parameter ParseParameter((JsonObject Node, string Location) resolved) =>
        new((string)resolved.Node["name"]!, (string)resolved.Node["in"]!, (bool?)resolved.Node["required"] == true, $"{resolved.Location}/schema", Resolve(resolved.Node["schema"]!, "").Node, resolved.Node["example"] ?? resolved.Node["schema"]!["example"]);

    private DocumentedResponse ParseResponse(string status, (JsonObject Node, string Location) resolved) => new(
        status,
        (resolved.Node["headers"]?.AsObject() ?? []).Select(header => (header.Key, Resolved: Resolve(header.Value!, $"{resolved.Location}/headers/{Escape(header.Key)}"))).ToDictionary(
            header => header.Key,
            header => new DocumentedHeader(header.Key, (bool?)header.Resolved.Node["required"] == true, $"{header.Resolved.Location}/schema", Resolve(header.Resolved.Node["schema"]!, "").Node),
            StringComparer.OrdinalIgnoreCase),
        Content(resolved));

    private static Dictionary<string, string> Content((JsonObject Node, string Location) resolved) =>
        (resolved.Node["content"]?.AsObject() ?? []).ToDictionary(content => content.Key, content => $"{resolved.Location}/content/{Escape(content.Key)}/schema", StringComparer.OrdinalIgnoreCase);
}
