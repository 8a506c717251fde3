using ContentApi.Web.Problems;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ContentApi.Web.Validation;

/// <summary>
/// How large a request may be. Kestrel's own limits lie above ours, because it answers beyond them with a bare status:
/// so that a person gets a problem that names the limit.
/// </summary>
internal static class RequestLimits
{
    /// <summary>Longest address (path and query), in characters.</summary>
    public const int Uri = 8 * 1024;

    /// <summary>Longest address that an answer repeats, in characters: the longest request line, each of its bytes percent-encoded.</summary>
    public const int EncodedUri = 3 * RequestLine;

    /// <summary>Largest sum of header names and values, in characters.</summary>
    public const int Headers = 16 * 1024;

    /// <summary>Largest body, in bytes.</summary>
    public const int Body = 2_000_000;

    private const int RequestLine = 32 * 1024;

    public static void Configure(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestLineSize = RequestLine;
        server.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        server.Limits.MaxRequestBodySize = 8 * Body; // what is too large for us is still read to its end, so that the client hears why
    }

    public static void UseRequestLimits(this WebApplication app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if ((request.Path.Value?.Length ?? 0) + (request.QueryString.Value?.Length ?? 0) > Uri)
        {
            return new ProblemResult(ProblemKind.UriTooLong, $"An address may have at most {Uri} characters.").ExecuteAsync(context);
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

        return size > Headers
            ? new ProblemResult(ProblemKind.HeadersTooLarge, $"Headers may have at most {Headers} characters in all.").ExecuteAsync(context)
            : next(context);
    });
}
