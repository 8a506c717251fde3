namespace ContentApi.Web.Security;

/// <summary>Marks a newsroom endpoint, whose responses are private to the caller.</summary>
internal sealed class NewsroomEndpoint;
