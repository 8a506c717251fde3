namespace ContentApi.Web.OpenApi;

/// <summary>
/// Endpoint metadata that documents an OpenAPI link: the target operation, its parameter, and the runtime expression of the value.
/// </summary>
internal sealed record DocumentedLink(string Name, string Operation, string Parameter, string Value, string Description);
