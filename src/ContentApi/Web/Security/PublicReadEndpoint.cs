namespace ContentApi.Web.Security;

/// <summary>Marks a newsroom endpoint with public reads, without a key and from any origin.</summary>
internal sealed class PublicReadEndpoint;
