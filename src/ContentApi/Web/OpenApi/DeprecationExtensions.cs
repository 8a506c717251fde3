using System.Globalization;

namespace ContentApi.Web.OpenApi;

/// <summary>Adds `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) to responses of deprecated operations and parameters.</summary>
internal static class DeprecationExtensions
{
    public static TBuilder WithDeprecation<TBuilder>(this TBuilder endpoint, Deprecation deprecation)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(deprecation);

    /// <summary>Adds the middleware that sets the headers. Call it after routing and before the response cache.</summary>
    public static void UseDeprecation(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        foreach (var deprecation in context.GetEndpoint()?.Metadata.GetOrderedMetadata<Deprecation>() ?? [])
        {
            if (deprecation.Parameter is null || context.Request.Query.ContainsKey(deprecation.Parameter))
            {
                context.Response.Headers["Deprecation"] = $"@{deprecation.Since.ToUnixTimeSeconds()}";
                context.Response.Headers["Sunset"] = deprecation.Sunset.ToString("R", CultureInfo.InvariantCulture);
            }
        }

        return next(context);
    });
}
