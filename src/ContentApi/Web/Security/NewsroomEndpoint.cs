namespace ContentApi.Web.Security;

/// <summary>Marks a newsroom endpoint. Caches must not store its responses.</summary>
internal sealed class NewsroomEndpoint;
