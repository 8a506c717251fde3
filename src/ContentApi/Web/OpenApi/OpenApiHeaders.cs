using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Web.Validation;
using Microsoft.OpenApi;

namespace ContentApi.Web.OpenApi;

/// <summary>
/// Defines the response headers as components of the OpenAPI document. A header whose description differs between responses has several
/// components, such as `ETag` and `ETag-If-There`.
/// </summary>
internal static class OpenApiHeaders
{
    /// <summary>Component for `Cache-Control` in responses that must not be stored.</summary>
    public const string NoStore = "Cache-Control-No-Store";

    /// <summary>Component for `Content-Revision` in problems. The header is absent if the service did not read published content.</summary>
    private const string RevisionIfKnown = "Content-Revision-If-Known";

    /// <summary>Component for `ETag` in a 412, a 428 and the result of an import. The header is absent if the resource does not exist.</summary>
    public const string ETagIfExists = "ETag-If-There";

    /// <summary>Component for `Location` in a 412 or 428 of an import.</summary>
    public const string DraftLocation = "Location-Of-Draft";

    /// <summary>Component for `Access-Control-Allow-Origin` in responses that are not open to every origin.</summary>
    private const string AllowedOrigin = "Access-Control-Allow-Origin-If-Allowed";

    /// <summary>Component for `Access-Control-Expose-Headers` in responses that are not open to every origin.</summary>
    private const string HeadersExposedToAllowedOrigin = "Access-Control-Expose-Headers-If-Allowed";

    private const string ExposedExample = "ETag,Link,Location,Content-Revision,RateLimit,RateLimit-Policy,Retry-After,Deprecation,Sunset,Draft-State,Draft-Version";

    private const string ETagExample = "\"q0PzHk1nD5x2VtYwZ3bLcQ\"";

    /// <summary>Headers that every response documents.</summary>
    private static readonly string[] OnEveryResponse = ["X-Content-Type-Options", "Strict-Transport-Security", "RateLimit", "RateLimit-Policy"];

    /// <summary>Headers of delivery responses, which caches may store.</summary>
    private static readonly string[] DeliveryHeaders = ["Cache-Control", "Content-Revision", "Age", "Cache-Status", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"];

    /// <summary>
    /// Headers of responses that not every origin may read. These are newsroom responses and all problems, because delivery and newsroom
    /// operations share the problem responses.
    /// </summary>
    private static readonly string[] RestrictedResponseHeaders = ["Vary", AllowedOrigin, HeadersExposedToAllowedOrigin];

    /// <summary>Headers that are optional in the responses that document them. All other headers are always sent.</summary>
    private static readonly HashSet<string> OptionalHeaders = new(StringComparer.Ordinal)
    {
        "Age", "Cache-Status", "Vary", "Surrogate-Key", "Link", "RateLimit", "RateLimit-Policy", RevisionIfKnown, ETagIfExists, DraftLocation,
        "Strict-Transport-Security", AllowedOrigin, HeadersExposedToAllowedOrigin,
    };

    private static readonly Dictionary<string, OpenApiHeader> Headers = new(StringComparer.Ordinal)
    {
        ["ETag"] = CreateText("Strong validator of the response body (RFC 9110). Send it as `If-None-Match` to check whether your copy is current or, for a resource that you can change, as `If-Match` to replace the resource.", ETagExample, 60, "^\"[A-Za-z0-9_-]+\"$"),
        ["Last-Modified"] = CreateText("Time of the last change of the library, in whole seconds.", "Wed, 20 Aug 2025 08:15:00 GMT", 29, "^[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT$"),
        ["Cache-Control"] = CreateText("How caches may store the response (RFC 9111). The service configuration sets it.", "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=600", RequestLimits.MaxHeadersLength),
        [NoStore] = CreateText("Caches must not store the response, which is specific to the caller (RFC 9111).", "no-store", 8, "^no-store$"),
        ["Content-Revision"] = CreateNumber("Revision of the library at which the response is accurate.", 8, RevisionAttribute.MaxValue),
        [ETagIfExists] = CreateText("Validator of the current resource, if it exists.", ETagExample, 60, "^\"[A-Za-z0-9_-]+\"$"),
        [RevisionIfKnown] = CreateNumber("Revision of the library at which the response is accurate. It is absent if the service did not read the library for this response.", 8, RevisionAttribute.MaxValue),
        ["Age"] = CreateNumber("Seconds since the change log was last read. It is sent only while the log cannot be read: the response may be out of date by this many seconds.", 3, RevisionAttribute.MaxValue),
        ["Cache-Status"] = CreateText("Indicates a response from the cache while the change log cannot be read (RFC 9211). It is sent only then.", "content-api; hit; ttl=-3; detail=log-unreachable", 200),
        ["Vary"] = CreateText("Request headers that the response depends on: `Accept-Encoding` if the response is long enough to be compressed, `Origin` if it is not a public read.", "Accept-Encoding", 200),
        ["Surrogate-Key"] = CreateText("Cache tags of the response, for CDNs that purge by tag. It is sent only if the service is configured to send it.", "story:the-no-that-drew-a-map stories", RequestLimits.MaxEncodedUriLength),
        ["Link"] = CreateText("URL of the next page, with `rel=\"next\"` (RFC 8288). It is absent on the last page.", "</v1/stories?cursor=AAAA>; rel=\"next\"", RequestLimits.MaxEncodedUriLength + 20),
        ["Location"] = CreateText("URL of the created resource, or the new URL of the requested resource.", "/v1/stories/the-no-that-drew-a-map", RequestLimits.MaxEncodedUriLength, format: "uri-reference"),
        [DraftLocation] = CreateText("URL of the draft that the document would replace, with its slug. It is absent if there is no such draft.", "/v1/drafts/the-quiet-bakery", RequestLimits.MaxEncodedUriLength, format: "uri-reference"),
        ["Allow"] = CreateText("Methods that the URL supports.", "GET, HEAD", 100),
        ["WWW-Authenticate"] = CreateText("How to authenticate (RFC 6750), with the error if a key was sent.", "Bearer realm=\"content-api\"", 200),
        ["RateLimit-Policy"] = CreateText("Quota of requests (`q`) in a window of `w` seconds (draft-ietf-httpapi-ratelimit-headers-10). It is sent with responses that are specific to the caller and with every 429, but not with responses that shared caches may store.", "\"anonymous\";q=3000;w=60", 100),
        ["RateLimit"] = CreateText("Remaining requests (`r`), and the seconds until the quota resets (`t`). It is sent with `RateLimit-Policy`.", "\"anonymous\";r=2999;t=1", 100),
        ["Retry-After"] = CreateNumber("Seconds to wait before retrying.", 1, int.MaxValue),
        ["Draft-State"] = CreateText("The state of the draft, as in `GET /v1/drafts`.", "published", 20, "^[a-z]+$"),
        ["Draft-Version"] = CreateNumber("Number of the returned or saved version.", 1, int.MaxValue),
        ["X-Robots-Tag"] = CreateText("Prevents search engines from indexing the page.", "noindex", 20),
        ["Referrer-Policy"] = CreateText("Keeps the URL, which is secret, from linked sites.", "no-referrer", 20),
        ["X-Content-Type-Options"] = CreateText("Prevents browsers from guessing a media type other than `Content-Type`.", "nosniff", 7, "^nosniff$"),
        ["Strict-Transport-Security"] = CreateText("Requires HTTPS for later requests. It is sent only over HTTPS.", "max-age=31536000", 50),
        ["Access-Control-Allow-Origin"] = CreateText("Origins that may read the response: all. Public reads send it whether or not the request has an `Origin`.", "*", 1, "^\\*$"),
        ["Access-Control-Expose-Headers"] = CreateText("Response headers that scripts may read.", ExposedExample, 500),
        [AllowedOrigin] = CreateText("Origins that may read the response: all for public reads, otherwise the `Origin` of the request if the service is configured to allow it.", "https://newsroom.example.com", 2000),
        [HeadersExposedToAllowedOrigin] = CreateText("Response headers that scripts may read. It is sent with `Access-Control-Allow-Origin`.", ExposedExample, 500),
    };

    public static void AddTo(OpenApiDocument document, IEnumerable<string> used)
    {
        foreach (var name in used.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Headers[name].Required = !OptionalHeaders.Contains(name);
            document.AddComponent(name, Headers[name]);
        }
    }

    /// <summary>Returns references to the named headers and to the headers that every response documents.</summary>
    public static Dictionary<string, IOpenApiHeader> Create(OpenApiDocument document, IEnumerable<string> names) =>
        names.Concat(OnEveryResponse).Distinct(StringComparer.Ordinal).ToDictionary(
            name => name switch { NoStore => "Cache-Control", RevisionIfKnown => "Content-Revision", ETagIfExists => "ETag", DraftLocation => "Location", AllowedOrigin => "Access-Control-Allow-Origin", HeadersExposedToAllowedOrigin => "Access-Control-Expose-Headers", _ => name },
            name => (IOpenApiHeader)new OpenApiHeaderReference(name, document),
            StringComparer.Ordinal);

    /// <summary>Returns the headers of a 2xx or 3xx delivery response, which shared caches may store.</summary>
    public static IEnumerable<string> ForDelivery(string status, bool isPaged) =>
        status == "308" ? [.. DeliveryHeaders, "Location"]
        : isPaged ? [.. DeliveryHeaders, "ETag", "Last-Modified", "Vary", "Surrogate-Key", "Link"]
        : [.. DeliveryHeaders, "ETag", "Last-Modified", "Vary", "Surrogate-Key"];

    /// <summary>Returns the headers of a 2xx or 3xx newsroom response.</summary>
    public static IEnumerable<string> ForNewsroom(string status, bool isPaged) => status switch
    {
        "201" or "308" => [NoStore, "Location", .. RestrictedResponseHeaders],
        "200" when isPaged => [NoStore, "Link", .. RestrictedResponseHeaders],
        _ => [NoStore, .. RestrictedResponseHeaders],
    };

    /// <summary>Returns the headers of a problem.</summary>
    public static IEnumerable<string> ForProblem(int status) => ForProblemStatus(status).Concat(RestrictedResponseHeaders);

    private static IEnumerable<string> ForProblemStatus(int status) => status switch
    {
        401 or 403 => [NoStore, "WWW-Authenticate"],
        404 or 410 => [NoStore, RevisionIfKnown, "Age", "Cache-Status"],
        405 => [NoStore, "Allow"],
        412 => [NoStore, ETagIfExists, RevisionIfKnown, "Age", "Cache-Status"],
        428 => [NoStore, ETagIfExists],
        429 => [NoStore, "Retry-After"],
        503 => [NoStore, "Retry-After", RevisionIfKnown],
        400 => [NoStore, RevisionIfKnown],
        _ => [NoStore],
    };

    private static OpenApiHeader CreateText(string description, string example, int maxLength, string? pattern = null, string? format = null) => new()
    {
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = maxLength, Pattern = pattern, Format = format },
        Example = JsonValue.Create(example),
    };

    private static OpenApiHeader CreateNumber(string description, int example, long maximum) => new()
    {
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = maximum > int.MaxValue ? "int64" : "int32", Minimum = "0", Maximum = $"{maximum}" },
        Example = JsonValue.Create(example),
    };
}
