namespace ContentApi.Web.OpenApi;

/// <summary>Endpoint metadata with the description of the endpoint's OpenAPI tag.</summary>
internal sealed record TagDescription(string Name, string Description);
