using Microsoft.AspNetCore.Routing.Patterns;

namespace ContentApi.Web;

/// <summary>
/// Requires exact paths. ASP.NET Core routing ignores letter case and a trailing slash, which would give every resource several URLs;
/// such variants return 404.
/// </summary>
internal static class StrictRouting
{
    /// <summary>Adds the route constraint `uuid`. It accepts only lower case with hyphens (RFC 9562); `guid` accepts more.</summary>
    public static void AddStrictRouting(this IServiceCollection services) =>
        services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<UuidConstraint>("uuid"));

    public static void UseStrictRouting(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is RouteEndpoint endpoint && !IsExact(context.Request.Path.Value ?? "/", endpoint.RoutePattern))
        {
            context.SetEndpoint(endpoint: null);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return next(context);
    });

    private static bool IsExact(ReadOnlySpan<char> path, RoutePattern pattern)
    {
        if (path is not "/" && path[^1] == '/')
        {
            return false;
        }

        foreach (var segment in pattern.PathSegments)
        {
            path = path.Length > 0 ? path[1..] : path;
            var end = path.IndexOf('/');
            var actual = end < 0 ? path : path[..end];
            if (segment.Parts is [RoutePatternLiteralPart literal] && !actual.SequenceEqual(literal.Content))
            {
                return false;
            }

            path = end < 0 ? [] : path[end..];
        }

        return true;
    }

    private sealed class UuidConstraint : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            values[routeKey]?.ToString() is { } text && Guid.TryParseExact(text, "D", out var id) && id.ToString("D") == text;
    }
}
