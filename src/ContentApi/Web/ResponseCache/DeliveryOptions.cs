using System.ComponentModel.DataAnnotations;
using Microsoft.Net.Http.Headers;

namespace ContentApi.Web.ResponseCache;

/// <summary>Configuration section `Delivery`.</summary>
internal sealed class DeliveryOptions : IValidatableObject
{
    /// <summary>
    /// `Cache-Control` of public responses. By default, shared caches serve responses for a minute, and browsers always revalidate.
    /// </summary>
    public string CacheControl { get; init; } = "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=600";

    /// <summary>
    /// Whether delivery requires an API key, so that shared caches must not store responses. Set if `Access:AnonymousRead` is false.
    /// </summary>
    internal bool IsPrivate { get; set; }

    /// <summary>Gets the `Cache-Control` header to send.</summary>
    internal string ResponseCacheControl => IsPrivate ? MakePrivate(CacheControl) : CacheControl;

    /// <summary>Whether responses list their cache tags in `Surrogate-Key`, for CDNs that purge by tag.</summary>
    public bool SurrogateKeys { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!CacheControlHeaderValue.TryParse(CacheControl, out _))
        {
            yield return new ValidationResult("must be a Cache-Control header such as public, max-age=60", [nameof(CacheControl)]);
        }
    }

    private static string MakePrivate(string cacheControl) => string.Join(", ", cacheControl
        .Split(',', StringSplitOptions.TrimEntries)
        .Where(directive => directive is not ("public" or "private" or "proxy-revalidate") && !directive.StartsWith("s-maxage", StringComparison.OrdinalIgnoreCase))
        .Prepend("private"));
}
