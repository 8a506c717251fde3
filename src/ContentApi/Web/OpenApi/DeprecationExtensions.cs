using System.Globalization;

namespace ContentApi.Web.OpenApi;

/// <summary>Tells callers what will go: `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) on each answer that they get by it.</summary>
internal static class DeprecationExtensions
{
    public static TBuilder WithDeprecation<TBuilder>(this TBuilder endpoint, Deprecation deprecation)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(deprecation);

    /// <summary>After routing, and before what answers from memory.</summary>
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
