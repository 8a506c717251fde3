using ContentApi.Http;

namespace ContentApi.Access;

/// <summary>On an endpoint: the scope that a caller's key must have. A null one says that no key is needed.</summary>
internal sealed record RequiredScope(Scope? Scope)
{
    /// <summary>The scope that an endpoint asks for. One of the newsroom that says nothing is closed to all but admins, so that none is open by mistake.</summary>
    public static Scope? Of(Endpoint? endpoint) => endpoint is null ? null : Of(endpoint.Metadata);

    public static Scope? Of(IEnumerable<object> metadata)
    {
        var all = metadata.ToList();
        return all.OfType<RequiredScope>().LastOrDefault() is { } required ? required.Scope
            : all.OfType<NewsroomEndpoint>().Any() ? Access.Scope.Admin
            : null;
    }

    public static Scope? Of(EndpointMetadataCollection metadata) =>
        metadata.GetMetadata<RequiredScope>() is { } required ? required.Scope
        : metadata.GetMetadata<NewsroomEndpoint>() is not null ? Access.Scope.Admin
        : null;
}

internal static class RequiredScopes
{
    /// <summary>401 without a key, 403 without the scope: before it is looked whether there is anything, and before the body is read.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoints, Scope scope)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(ProblemJson.Response(StatusCodes.Status403Forbidden)));
        return endpoints.WithMetadata(new RequiredScope(scope));
    }

    /// <summary>An endpoint of the newsroom that anyone may ask.</summary>
    public static TBuilder WithoutKey<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new RequiredScope(Scope: null), new PublicReadEndpoint());
}
