using ContentApi.Core.Model;

namespace ContentApi.Web.Security;

/// <summary>Endpoint metadata: the scope that the caller's API key must have, or null if no key is required.</summary>
internal sealed record RequiredScope(Scope? Scope)
{
    /// <summary>
    /// Returns the scope that an endpoint requires. A newsroom endpoint without <see cref="RequiredScope"/> metadata requires `admin`, so
    /// that none is left open by mistake.
    /// </summary>
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
