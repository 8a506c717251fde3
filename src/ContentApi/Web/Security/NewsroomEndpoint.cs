namespace ContentApi.Web.Security;

/// <summary>On an endpoint: it is the newsroom's, and its answers belong to the caller alone.</summary>
internal sealed class NewsroomEndpoint;
