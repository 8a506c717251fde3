using Microsoft.AspNetCore.Routing.Patterns;

namespace ContentApi.Http;

/// <summary>
/// Addresses are exact. ASP.NET Core's routing ignores letter case and a trailing slash, which would give every resource many
/// addresses; here they are 404.
/// </summary>
internal static class ExactPaths
{
    public static void UseExactPaths(this WebApplication app) => app.Use((context, next) =>
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
}
