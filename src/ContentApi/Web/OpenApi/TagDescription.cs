namespace ContentApi.Web.OpenApi;

/// <summary>On an endpoint: what the contract says of its tag.</summary>
internal sealed record TagDescription(string Name, string Description);
