using ContentApi.Web.Problems;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ContentApi.Web.Validation;

/// <summary>
/// Limits the size of requests. The limits of Kestrel are set higher, because Kestrel rejects a request with only a status code. A request
/// between the two limits gets a problem that names the limit.
/// </summary>
internal static class RequestLimits
{
    /// <summary>Maximum length of the request URI (path and query), in characters.</summary>
    public const int MaxUriLength = 8 * 1024;

    /// <summary>
    /// Maximum length of a URI in a response header, in characters. Such a URI can repeat the request URI, with each byte percent-encoded.
    /// </summary>
    public const int MaxEncodedUriLength = 3 * MaxRequestLineBytes;

    /// <summary>Maximum total length of header names and values, in characters.</summary>
    public const int MaxHeadersLength = 16 * 1024;

    /// <summary>Maximum size of the request body, in bytes.</summary>
    public const int MaxBodyBytes = 2_000_000;

    private const int MaxRequestLineBytes = 32 * 1024;

    public static void Configure(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestLineSize = MaxRequestLineBytes;
        server.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        server.Limits.MaxRequestBodySize = 8 * MaxBodyBytes; // Kestrel drains bodies over the limit, so that clients can read the 413
    }

    public static void UseRequestLimits(this WebApplication app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if ((request.Path.Value?.Length ?? 0) + (request.QueryString.Value?.Length ?? 0) > MaxUriLength)
        {
            return new ProblemResult(ProblemKind.UriTooLong, $"The path and query can have at most {MaxUriLength:N0} characters in total.").ExecuteAsync(context);
        }

        var size = 0;
        foreach (var (name, values) in request.Headers)
        {
            size += name.Length;
            foreach (var value in values)
            {
                size += value?.Length ?? 0;
            }
        }

        return size > MaxHeadersLength
            ? new ProblemResult(ProblemKind.HeadersTooLarge, $"The request headers can have at most {MaxHeadersLength:N0} characters in total.").ExecuteAsync(context)
            : next(context);
    });
}
