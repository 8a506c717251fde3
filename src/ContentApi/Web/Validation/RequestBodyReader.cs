using System.Net.Http.Headers;
using ContentApi.Web.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace ContentApi.Web.Validation;

/// <summary>Reads request bodies up to the size limit, in the media types that the endpoint accepts.</summary>
internal static class RequestBodyReader
{
    /// <summary>Returns the bytes of the body and its media type, or the problem to respond with.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Utf8, string MediaType, ProblemResult? Problem)> Read(HttpContext context, params string[] mediaTypes)
    {
        var request = context.Request;
        if (request.ContentLength > RequestLimits.MaxBodyBytes)
        {
            return Reject(CreateTooLargeProblem());
        }

        if (request.ContentLength == 0 || context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false)
        {
            return Reject(new EmptyBodyProblem(mediaTypes));
        }

        if (MatchMediaType(request, mediaTypes) is not { } mediaType)
        {
            return Reject(new ProblemResult(ProblemKind.UnsupportedMediaType, $"The body must be {string.Join(" or ", mediaTypes)} in UTF-8, without Content-Encoding."));
        }

        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        var buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            if (body.Length + read > RequestLimits.MaxBodyBytes)
            {
                return Reject(CreateTooLargeProblem());
            }

            body.Write(buffer, 0, read);
        }

        ReadOnlyMemory<byte> bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (bytes.Span.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..]; // RFC 8259 allows parsers to ignore a byte order mark
        }

        return bytes.IsEmpty ? Reject(new EmptyBodyProblem(mediaTypes))
            : (bytes, mediaType, null);
    }

    /// <summary>Returns the value of a JSON body, parsed strictly, or the problem to respond with.</summary>
    public static async ValueTask<(T? Value, ProblemResult? Problem)> ReadJson<T>(HttpContext context)
        where T : class
    {
        var (utf8, _, problem) = await Read(context, JsonBody<T>.MediaType);
        return problem is null ? StrictJson.Parse<T>(utf8) : (null, problem);
    }

    private static string? MatchMediaType(HttpRequest request, string[] accepted) =>
        request.Headers.ContentEncoding.Count == 0
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var contentType)
        && (contentType.CharSet is null || contentType.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            ? Array.Find(accepted, type => type.Equals(contentType.MediaType, StringComparison.OrdinalIgnoreCase))
            : null;

    private static (ReadOnlyMemory<byte>, string, ProblemResult?) Reject(ProblemResult problem) => (default, "", problem);

    private static ProblemResult CreateTooLargeProblem() => new(ProblemKind.TooLarge, $"The body can have at most {RequestLimits.MaxBodyBytes:N0} bytes.");
}
