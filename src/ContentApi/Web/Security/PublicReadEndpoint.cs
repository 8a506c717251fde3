namespace ContentApi.Web.Security;

/// <summary>Marks a newsroom endpoint that anyone can read, without an API key and from any origin.</summary>
internal sealed class PublicReadEndpoint;
