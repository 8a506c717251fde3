namespace ContentApi.Web.OpenApi;

/// <summary>Endpoint metadata that documents additional headers of the responses with a status code.</summary>
internal sealed record DocumentedHeaders(int Status, params string[] Names);
