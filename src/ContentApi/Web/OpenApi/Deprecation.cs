namespace ContentApi.Web.OpenApi;

/// <summary>Endpoint metadata that marks an operation, or one of its query parameters, as deprecated.</summary>
/// <param name="Since">Time of the deprecation.</param>
/// <param name="Sunset">Time of the removal.</param>
/// <param name="Replacement">Sentence that names the replacement, for the OpenAPI document.</param>
/// <param name="Parameter">Name of the deprecated query parameter; null if the whole operation is deprecated.</param>
internal sealed record Deprecation(DateTimeOffset Since, DateTimeOffset Sunset, string Replacement, string? Parameter = null);
