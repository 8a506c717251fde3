using System.Text.Json.Nodes;

namespace ContentApi.Tests.ContractConformance;

/// <summary>A parameter in the path, query or headers of an operation.</summary>
internal sealed record Parameter(string Name, string In, bool IsRequired, string Location, JsonObject Schema, JsonNode? Example);
