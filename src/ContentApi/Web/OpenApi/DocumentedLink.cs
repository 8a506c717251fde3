namespace ContentApi.Web.OpenApi;

/// <summary>On an endpoint: what its 200 leads to, by the parameter of another operation and where its value stands.</summary>
internal sealed record DocumentedLink(string Name, string Operation, string Parameter, string Value, string Description);
