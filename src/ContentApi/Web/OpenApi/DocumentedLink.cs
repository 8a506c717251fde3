namespace ContentApi.Web.OpenApi;

/// <summary>
/// Endpoint metadata that documents an OpenAPI link: the `operationId` of the target, the parameter to set, and the runtime expression of
/// its value.
/// </summary>
internal sealed record DocumentedLink(string Name, string OperationId, string Parameter, string Value, string Description);
