namespace ContentApi.Tests.ContractConformance;

/// <summary>A documented response of an operation: its status, its headers, and the schema location of each media type.</summary>
internal sealed record DocumentedResponse(string Status, IReadOnlyDictionary<string, DocumentedHeader> Headers, IReadOnlyDictionary<string, string> Content);
