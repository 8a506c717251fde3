using System.Text.Json.Nodes;

namespace ContentApi.Tests.ContractConformance;

/// <summary>The example of a request or response body in an OpenAPI document.</summary>
/// <param name="OperationId">Id of the operation.</param>
/// <param name="Path">Path of the operation.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Status">Status of the response; 0 for a request.</param>
/// <param name="MediaType">Media type of the body.</param>
/// <param name="SchemaLocation">JSON pointer to the schema of the body.</param>
/// <param name="Example">The example; null if it is missing.</param>
internal sealed record BodyExample(string OperationId, string Path, JsonObject Operation, int Status, string MediaType, string SchemaLocation, JsonNode? Example)
{
    /// <summary>Gets whether the operation requires an API key.</summary>
    public bool NeedsKey => Operation["security"]!.AsArray().All(requirement => requirement!.AsObject().Count > 0);

    /// <summary>Returns the examples of all bodies of a document, including bodies without an example.</summary>
    public static IReadOnlyList<BodyExample> FindAll(JsonNode document) => Operations(document).SelectMany(
        operation => FindBodies(operation.Operation, operation.Location, document),
        (operation, body) => new BodyExample(operation.Id, operation.Path, operation.Operation, body.Status, body.MediaType, $"{body.Location}/schema", body.Content["example"])).ToList();

    public static IEnumerable<(string Id, string Path, string Location, JsonObject Operation)> Operations(JsonNode document) =>
        document["paths"]!.AsObject().SelectMany(
            path => path.Value!.AsObject(),
            (path, operation) => ((string)operation.Value!["operationId"]!, path.Key, $"#/paths/{Escape(path.Key)}/{operation.Key}", operation.Value!.AsObject()));

    /// <summary>Returns a node and its location, with a reference resolved.</summary>
    public static (JsonNode Node, string Location) Resolve(JsonNode node, JsonNode document, string location) =>
        (string?)node["$ref"] is { } reference ? (reference.Split('/').Skip(1).Aggregate(document, (parent, name) => parent[name]!), reference) : (node, location);

    public override string ToString() => $"{OperationId} {(Status == 0 ? "request" : Status)} {MediaType}";

    private static IEnumerable<(int Status, string MediaType, string Location, JsonNode Content)> FindBodies(JsonObject operation, string location, JsonNode document) =>
        (operation["responses"]!.AsObject())
        .Select(response => (Status: int.Parse(response.Key), Resolved: Resolve(response.Value!, document, $"{location}/responses/{response.Key}")))
        .Concat(operation["requestBody"] is { } request ? [(0, Resolve(request, document, $"{location}/requestBody"))] : [])
        .SelectMany(body => body.Resolved.Node["content"]?.AsObject() ?? [], (body, content) => (body.Status, content.Key, $"{body.Resolved.Location}/content/{Escape(content.Key)}", content.Value!));

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
