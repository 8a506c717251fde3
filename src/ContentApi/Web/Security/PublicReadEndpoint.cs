namespace ContentApi.Web.Security;

/// <summary>On an endpoint of the newsroom: anyone may read it, from pages of any origin.</summary>
internal sealed class PublicReadEndpoint;
