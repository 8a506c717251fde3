using ContentApi.Core.Model;
using ContentApi.Web.Problems;

namespace ContentApi.Web.Security;

internal static class RequiredScopeExtensions
{
    /// <summary>
    /// Requires a scope: 401 without a key, 403 without the scope. Checked before the resource is looked up or the body is read.
    /// </summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoints, Scope scope)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(ProblemJsonContext.CreateResponseMetadata(StatusCodes.Status403Forbidden)));
        return endpoints.WithMetadata(new RequiredScope(scope));
    }

    /// <summary>Opens a newsroom endpoint to everyone, without an API key and from any origin.</summary>
    public static TBuilder AllowPublicRead<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new RequiredScope(Scope: null));
}
