using ContentApi.Core.Model;
using ContentApi.Web.Problems;

namespace ContentApi.Web.Security;

internal static class RequiredScopeExtensions
{
    /// <summary>401 without a key, 403 without the scope: before it is looked whether there is anything, and before the body is read.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoints, Scope scope)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(ProblemJsonContext.Response(StatusCodes.Status403Forbidden)));
        return endpoints.WithMetadata(new RequiredScope(scope));
    }

    /// <summary>An endpoint of the newsroom that anyone may ask.</summary>
    public static TBuilder WithoutKey<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new RequiredScope(Scope: null), new PublicReadEndpoint());
}
