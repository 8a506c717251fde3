namespace ContentApi.Web.OpenApi;

/// <summary>On an endpoint: headers that its answers of this status have, besides those that follow from what it is.</summary>
internal sealed record DocumentedHeaders(int Status, params string[] Names);
