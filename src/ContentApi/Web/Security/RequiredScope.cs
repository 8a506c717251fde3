using ContentApi.Core.Model;

namespace ContentApi.Web.Security;

/// <summary>On an endpoint: the scope that a caller's key must have. A null one says that no key is needed.</summary>
internal sealed record RequiredScope(Scope? Scope)
{
    /// <summary>The scope that an endpoint asks for. One of the newsroom that says nothing is closed to all but admins, so that none is open by mistake.</summary>
    public static Scope? Find(Endpoint? endpoint) => endpoint is null ? null : Find(endpoint.Metadata);

    public static Scope? Find(IEnumerable<object> metadata)
    {
        var all = metadata.ToList();
        return all.OfType<RequiredScope>().LastOrDefault() is { } required ? required.Scope
            : all.OfType<NewsroomEndpoint>().Any() ? Core.Model.Scope.Admin
            : null;
    }

    public static Scope? Find(EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<RequiredScope>() is { } required ? required.Scope
        : metadata.GetMetadata<NewsroomEndpoint>() is not null ? Core.Model.Scope.Admin
        : null;
}
