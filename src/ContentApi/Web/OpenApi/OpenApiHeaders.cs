using System.Text.Json.Nodes;
using ContentApi.Core.Model;
using ContentApi.Web.Validation;
using Microsoft.OpenApi;

namespace ContentApi.Web.OpenApi;

/// <summary>Defines the response headers as components of the contract.</summary>
internal static class OpenApiHeaders
{
    /// <summary>`Cache-Control` of responses that must not be stored.</summary>
    public const string NoStore = "Cache-Control-No-Store";

    /// <summary>`Content-Revision` of problems. A service that has not read a revision yet omits it.</summary>
    private const string RevisionIfKnown = "Content-Revision-If-Known";

    /// <summary>`ETag` of a 412, which is absent if the resource does not exist.</summary>
    private const string ETagIfExists = "ETag-If-There";

    /// <summary>`Access-Control-Allow-Origin` of responses that are not open to every origin.</summary>
    private const string AllowedOrigin = "Access-Control-Allow-Origin-If-Allowed";

    /// <summary>`Access-Control-Expose-Headers` of responses that are not open to every origin.</summary>
    private const string HeadersExposedToAllowed = "Access-Control-Expose-Headers-If-Allowed";

    private const string ExposedExample = "ETag,Link,Content-Revision,RateLimit,RateLimit-Policy,Retry-After,Deprecation,Sunset,Draft-State,Draft-Version";

    private const string ETagExample = "\"q0PzHk1nD5x2VtYwZ3bLcQ\"";

    /// <summary>Headers of every response.</summary>
    private static readonly string[] OnEveryResponse = ["X-Content-Type-Options", "Strict-Transport-Security", "RateLimit", "RateLimit-Policy"];

    /// <summary>Headers of delivery responses, which caches may store.</summary>
    private static readonly string[] DeliveryHeaders = ["Cache-Control", "Content-Revision", "Age", "Cache-Status", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers"];

    /// <summary>Headers of responses that not every origin may read: newsroom responses, and problems, which operations share.</summary>
    private static readonly string[] RestrictedHeaders = ["Vary", AllowedOrigin, HeadersExposedToAllowed];

    /// <summary>Headers that are optional in the responses that document them. All other headers are always sent.</summary>
    private static readonly HashSet<string> OptionalHeaders = new(StringComparer.Ordinal)
    {
        "Age", "Cache-Status", "Vary", "Surrogate-Key", "Link", "RateLimit", "RateLimit-Policy", RevisionIfKnown, ETagIfExists,
        "Strict-Transport-Security", AllowedOrigin, HeadersExposedToAllowed,
    };

    private static readonly Dictionary<string, OpenApiHeader> Headers = new(StringComparer.Ordinal)
    {
        ["ETag"] = CreateText("Strong validator of these bytes (RFC 9110). Send it as `If-None-Match` to hear whether they are still the same; for a draft or founder, as `If-Match` to replace it.", ETagExample, 60, "^\"[A-Za-z0-9_-]+\"$"),
        ["Last-Modified"] = CreateText("When the library last changed, in whole seconds.", "Tue, 26 Aug 2025 06:00:00 GMT", 29, "^[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT$"),
        ["Cache-Control"] = CreateText("How long caches may keep the answer (RFC 9111), as the service is configured.", "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=600", RequestLimits.MaxHeadersLength),
        [NoStore] = CreateText("The answer is for this caller and this moment: nobody may keep it (RFC 9111).", "no-store", 8, "^no-store$"),
        ["Content-Revision"] = CreateNumber("The library's revision at which this answer is true.", 10, RevisionAttribute.MaxValue),
        [ETagIfExists] = CreateText("Validator of what is there now, if anything is.", ETagExample, 60, "^\"[A-Za-z0-9_-]+\"$"),
        [RevisionIfKnown] = CreateNumber("The library's revision at which this was found, where the service knows one.", 10, RevisionAttribute.MaxValue),
        ["Age"] = CreateNumber("Seconds for which the log of changes could not be read: only while that is so, because the answer may be older than the library by that much.", 3, RevisionAttribute.MaxValue),
        ["Cache-Status"] = CreateText("That the answer comes from memory while the log cannot be read (RFC 9211): only then.", "content-api; hit; ttl=-3; detail=log-unreachable", 200),
        ["Vary"] = CreateText("The request headers that the response depends on: `Accept-Encoding` where it is long enough to be compressed, `Origin` where it is not a public read.", "Accept-Encoding", 200),
        ["Surrogate-Key"] = CreateText("What the answer was made from, for caches in front that purge by it: where the service is configured to tell.", "story:the-no-that-drew-a-map stories", RequestLimits.MaxEncodedUriLength),
        ["Link"] = CreateText("Address of the next page, with `rel=\"next\"` (RFC 8288). It is absent on the last page.", "</v1/stories?cursor=AAAA>; rel=\"next\"", RequestLimits.MaxEncodedUriLength + 20),
        ["Location"] = CreateText("The address of what was made, or the new address of what was asked for.", "/v1/stories/the-no-that-drew-a-map", RequestLimits.MaxEncodedUriLength, format: "uri-reference"),
        ["Allow"] = CreateText("The methods that this address takes.", "GET, HEAD", 100),
        ["WWW-Authenticate"] = CreateText("How to send a key (RFC 6750), and what is wrong with this one.", "Bearer realm=\"content-api\"", 200),
        ["RateLimit-Policy"] = CreateText("Requests (`q`) in a window of `w` seconds (draft-ietf-httpapi-ratelimit-headers-10). On answers that are the caller's own and on every 429; answers that shared caches keep say nothing of anybody's limit.", "\"anonymous\";q=3000;w=60", 100),
        ["RateLimit"] = CreateText("Requests that are left (`r`), and the seconds until there are more (`t`). It is sent with `RateLimit-Policy`.", "\"anonymous\";r=2999;t=1", 100),
        ["Retry-After"] = CreateNumber("Seconds after which to try again.", 1, int.MaxValue),
        ["Draft-State"] = CreateText("The state of the draft, as in `GET /v1/drafts`.", "changed", 20, "^[a-z]+$"),
        ["Draft-Version"] = CreateNumber("Number of the version that is in the answer, or was saved.", 3, int.MaxValue),
        ["X-Robots-Tag"] = CreateText("That search engines shall not show the page.", "noindex", 20),
        ["Referrer-Policy"] = CreateText("That pages which are linked from here shall not hear of this address, which is a secret.", "no-referrer", 20),
        ["X-Content-Type-Options"] = CreateText("That the body is what `Content-Type` says, whatever it looks like.", "nosniff", 7, "^nosniff$"),
        ["Strict-Transport-Security"] = CreateText("That the service is to be asked through TLS only: where it is.", "max-age=31536000", 50),
        ["Access-Control-Allow-Origin"] = CreateText("The origins whose pages may read the response: all of them. Public reads send it whether or not the request has an `Origin`.", "*", 1, "^\\*$"),
        ["Access-Control-Expose-Headers"] = CreateText("The response headers that scripts may read.", ExposedExample, 500),
        [AllowedOrigin] = CreateText("The origins whose pages may read the response: all of them for public reads, else the `Origin` of the request if the service is configured to allow it.", "https://newsroom.example.com", 2000),
        [HeadersExposedToAllowed] = CreateText("The response headers that scripts may read. It is sent with `Access-Control-Allow-Origin`.", ExposedExample, 500),
    };

    public static void AddTo(OpenApiDocument contract, IEnumerable<string> used)
    {
        foreach (var name in used.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Headers[name].Required = !OptionalHeaders.Contains(name);
            contract.AddComponent(name, Headers[name]);
        }
    }

    /// <summary>Returns references to the named headers and to the headers of every response.</summary>
    public static Dictionary<string, IOpenApiHeader> Create(OpenApiDocument contract, IEnumerable<string> names) =>
        names.Concat(OnEveryResponse).Distinct(StringComparer.Ordinal).ToDictionary(
            name => name switch { NoStore => "Cache-Control", RevisionIfKnown => "Content-Revision", ETagIfExists => "ETag", AllowedOrigin => "Access-Control-Allow-Origin", HeadersExposedToAllowed => "Access-Control-Expose-Headers", _ => name },
            name => (IOpenApiHeader)new OpenApiHeaderReference(name, contract),
            StringComparer.Ordinal);

    /// <summary>Returns the headers of a 2xx or 3xx delivery response, which shared caches may store.</summary>
    public static IEnumerable<string> ForDelivery(string status, bool isPaged) =>
        status == "308" ? [.. DeliveryHeaders, "Location"]
        : isPaged ? [.. DeliveryHeaders, "ETag", "Last-Modified", "Vary", "Surrogate-Key", "Link"]
        : [.. DeliveryHeaders, "ETag", "Last-Modified", "Vary", "Surrogate-Key"];

    /// <summary>Returns the headers of a 2xx or 3xx newsroom response.</summary>
    public static IEnumerable<string> ForNewsroom(string status, bool isPaged) => status switch
    {
        "201" or "308" => [NoStore, "Location", .. RestrictedHeaders],
        "200" when isPaged => [NoStore, "Link", .. RestrictedHeaders],
        _ => [NoStore, .. RestrictedHeaders],
    };

    /// <summary>Returns the headers of a problem.</summary>
    public static IEnumerable<string> ForProblem(int status) => ForProblemStatus(status).Concat(RestrictedHeaders);

    private static IEnumerable<string> ForProblemStatus(int status) => status switch
    {
        401 or 403 => [NoStore, "WWW-Authenticate"],
        404 or 410 => [NoStore, RevisionIfKnown, "Age", "Cache-Status"],
        405 => [NoStore, "Allow"],
        412 => [NoStore, ETagIfExists],
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
