using System.Text.Json.Nodes;

namespace ContentApi.Tests.ContractConformance;

/// <summary>A documented header of a response.</summary>
internal sealed record DocumentedHeader(string Name, bool IsRequired, string Location, JsonObject Schema);
