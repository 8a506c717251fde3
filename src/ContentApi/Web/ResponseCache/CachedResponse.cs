using System.Globalization;
using ContentApi.ChangeLog;
using ContentApi.Data;
using Microsoft.Extensions.Primitives;

namespace ContentApi.Web.ResponseCache;

/// <summary>
/// Represents a response that the cache can store. An encoded 200 with its headers is written unchanged to every client, or confirmed by
/// a 304 or 412. Any other result is executed for each request.
/// </summary>
internal sealed class CachedResponse
{
    /// <summary>The estimated bytes of the object, its headers and its cache entry, without tags and body.</summary>
    private const int Overhead = 700;

    private readonly IResult? result;
    private readonly ReadOnlyMemory<byte> body;
    private readonly string[] tags;
    private readonly ResponseValidators validators;
    private readonly StringValues contentEncoding;
    private readonly StringValues lastModified;
    private readonly StringValues revisionText;
    private readonly bool variesByEncoding;
    private readonly StringValues link;
    private readonly StringValues cacheControl;
    private readonly StringValues surrogateKey;
    private long lastValidRevision;

    /// <summary>
    /// Initializes a 200 response. Unless <paramref name="isStored"/> is set, the response may share the memory of
    /// <paramref name="unencodedBody"/>.
    /// </summary>
    public CachedResponse(ReadOnlyMemory<byte> unencodedBody, ContentCoding coding, string[] tags, SnapshotRevision snapshot, int generation, string? nextUrl, DeliveryOptions options, bool isStored)
        : this(tags, snapshot, generation)
    {
        var encoded = coding.Encode(unencodedBody.Span);
        body = encoded ?? (isStored ? unencodedBody.ToArray() : unencodedBody);
        variesByEncoding = unencodedBody.Length >= ContentCodings.MinBytes;
        contentEncoding = encoded is null ? default : new(coding.ToHeaderValue());
        validators = new ResponseValidators(EntityTag.Hash(unencodedBody.Span), encoded is null ? "" : coding.GetETagSuffix(), snapshot);
        lastModified = validators.LastModified?.ToString("R", CultureInfo.InvariantCulture);
        link = nextUrl is null ? default : new($"<{nextUrl}>; rel=\"next\"");
        cacheControl = options.ResponseCacheControl;
        surrogateKey = options.SurrogateKeys ? new(string.Join(' ', tags)) : default;
    }

    /// <summary>
    /// Initializes a response with a status other than 200. Its result is executed for each request, because the output depends on the
    /// request, for example on its URL and trace id.
    /// </summary>
    public CachedResponse(IResult result, string[] tags, SnapshotRevision snapshot, int generation)
        : this(tags, snapshot, generation) => this.result = result;

    private CachedResponse(string[] tags, SnapshotRevision snapshot, int generation)
    {
        (this.tags, Revision, Generation, lastValidRevision) = (tags, snapshot.Revision, generation, snapshot.Revision);
        revisionText = Revision.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Gets the revision of the snapshot from which the response was built.</summary>
    public long Revision { get; }

    /// <summary>Gets the generation of the change log to which <see cref="Revision"/> belongs.</summary>
    public int Generation { get; }

    /// <summary>Gets or sets whether the response was served since the eviction clock last passed it.</summary>
    public bool Referenced { get; set; }

    /// <summary>Gets the estimated size in memory, in bytes.</summary>
    public int Size => body.Length + Overhead + tags.Sum(tag => 48 + (2 * tag.Length)) + (2 * surrogateKey.ToString().Length) + (2 * link.ToString().Length);

    /// <summary>
    /// Returns whether the response is valid at <paramref name="applied"/>, the value of <see cref="InvalidationIndex.Applied"/> that the
    /// caller read before this call.
    /// </summary>
    public bool IsValidAt(AppliedRevision applied, InvalidationIndex index)
    {
        if (Generation != applied.Generation)
        {
            return false;
        }

        var lastValid = Volatile.Read(ref lastValidRevision);
        if (lastValid >= applied.Number)
        {
            return true;
        }

        if (!index.IsValid(tags, Revision))
        {
            return false;
        }

        Interlocked.CompareExchange(ref lastValidRevision, applied.Number, lastValid);
        return true;
    }

    /// <summary>Writes the response to a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="applied">The applied revision at which the response is valid; null if it is valid only at its own revision.</param>
    /// <param name="staleness">The time since the change log was last read; null while the change log is available.</param>
    public Task Write(HttpContext context, AppliedRevision? applied, TimeSpan? staleness)
    {
        var response = context.Response;
        var headers = response.Headers;
        headers["Content-Revision"] = applied is null || Revision > applied.Number ? revisionText : applied.HeaderValue;
        if (staleness is { } age)
        {
            var seconds = ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            headers.Age = seconds;
            headers["Cache-Status"] = $"content-api; hit; ttl=-{seconds}; detail=log-unreachable";
        }

        if (result is not null)
        {
            return result.ExecuteAsync(context);
        }

        if (!validators.MeetsIfMatch(context.Request.Headers)) // precedes If-None-Match (RFC 9110 section 13.2.2)
        {
            headers.ETag = validators.ETag;
            response.StatusCode = StatusCodes.Status412PreconditionFailed; // ProblemMiddleware adds the body
            return Task.CompletedTask;
        }

        headers.CacheControl = cacheControl;
        SetOptionalHeaders(headers, lastModified, link);
        if (variesByEncoding)
        {
            headers.Vary = "Accept-Encoding";
        }

        if (surrogateKey.Count > 0)
        {
            headers["Surrogate-Key"] = surrogateKey;
        }

        if (validators.IsNotModified(context.Request.Headers, out var matched))
        {
            headers.ETag = matched;
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        headers.ETag = validators.ETag;
        if (contentEncoding.Count > 0)
        {
            headers.ContentEncoding = contentEncoding;
        }

        headers.ContentType = "application/json; charset=utf-8";
        headers.ContentLength = body.Length;

        // A write to a disconnected client completes by itself. Reading RequestAborted would allocate a token source per request.
        var writing = response.BodyWriter.WriteAsync(body, CancellationToken.None);
        return writing.IsCompletedSuccessfully ? Task.CompletedTask : writing.AsTask();
    }

    private static void SetOptionalHeaders(IHeaderDictionary headers, StringValues lastModified, StringValues link)
    {
        if (lastModified.Count > 0)
        {
            headers.LastModified = lastModified;
        }

        if (link.Count > 0)
        {
            headers.Link = link;
        }
    }
}
