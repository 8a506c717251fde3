using System.Globalization;
using ContentApi.ChangeLog;
using ContentApi.Data;
using Microsoft.Extensions.Primitives;

namespace ContentApi.Web.ResponseCache;

/// <summary>A finished answer: written as it is to whoever asks, or told to be good still.</summary>
internal sealed class CachedResponse
{
    /// <summary>What the object, its headers and its place in the cache take, estimated; tags and bytes aside.</summary>
    private const int Overhead = 700;

    private readonly IResult? result;
    private readonly ReadOnlyMemory<byte> body;
    private readonly string[] tags;
    private readonly ResponseValidators validators;
    private readonly StringValues contentEncoding;
    private readonly StringValues lastModified;
    private readonly StringValues text;
    private readonly bool varies;
    private readonly StringValues link;
    private readonly StringValues cacheControl;
    private readonly StringValues surrogateKey;
    private long checkedAt;

    /// <summary>A 200. Where it is not to be kept, it is good only as long as the bytes that it is made of.</summary>
    public CachedResponse(ReadOnlyMemory<byte> identity, ContentCoding coding, string[] tags, SnapshotRevision snapshot, int generation, string? next, DeliveryOptions options, bool isKept)
        : this(tags, snapshot, generation)
    {
        var encoded = coding.Encode(identity.Span);
        body = encoded ?? (isKept ? identity.ToArray() : identity);
        varies = identity.Length >= ContentCodings.Smallest;
        contentEncoding = encoded is null ? default : new(coding.Name());
        validators = new ResponseValidators(EntityTag.Hash(identity.Span), encoded is null ? "" : coding.Suffix(), snapshot);
        lastModified = validators.LastModified?.ToString("R", CultureInfo.InvariantCulture);
        link = next is null ? default : new($"<{next}>; rel=\"next\"");
        cacheControl = options.Freshness;
        surrogateKey = options.SurrogateKeys ? new(string.Join(' ', tags)) : default;
    }

    /// <summary>Another status, which each request words for itself: its address and its trace are its own.</summary>
    public CachedResponse(IResult result, string[] tags, SnapshotRevision snapshot, int generation)
        : this(tags, snapshot, generation) => this.result = result;

    private CachedResponse(string[] tags, SnapshotRevision snapshot, int generation)
    {
        (this.tags, Revision, Generation, checkedAt) = (tags, snapshot.Revision, generation, snapshot.Revision);
        text = Revision.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>What its snapshot saw.</summary>
    public long Revision { get; }

    /// <summary>Of which log that revision is.</summary>
    public int Generation { get; }

    /// <summary>Whether it was served since the cache last looked for what may go.</summary>
    public bool Referenced { get; set; }

    /// <summary>Bytes in memory.</summary>
    public int Size => body.Length + Overhead + tags.Sum(tag => 48 + (2 * tag.Length)) + (2 * surrogateKey.ToString().Length) + (2 * link.ToString().Length);

    /// <summary>Whether it is true at a revision that this node has applied, which was read before.</summary>
    public bool IsTrueAt(AppliedRevision now, InvalidationIndex log)
    {
        if (Generation != now.Generation)
        {
            return false;
        }

        var last = Volatile.Read(ref checkedAt);
        if (last >= now.Number)
        {
            return true;
        }

        if (!log.IsValid(tags, Revision))
        {
            return false;
        }

        Interlocked.CompareExchange(ref checkedAt, now.Number, last);
        return true;
    }

    /// <summary>Answers a request with it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="now">The applied revision at which it was found to be true; null: none but its own.</param>
    /// <param name="silence">How long the log has not been read, while it cannot be.</param>
    public Task Write(HttpContext context, AppliedRevision? now, TimeSpan? silence)
    {
        var response = context.Response;
        var headers = response.Headers;
        headers["Content-Revision"] = now is null || Revision > now.Number ? text : now.Text;
        if (silence is { } age)
        {
            var seconds = ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            headers.Age = seconds;
            headers["Cache-Status"] = $"content-api; hit; ttl=-{seconds}; detail=log-unreachable";
        }

        if (result is not null)
        {
            return result.ExecuteAsync(context);
        }

        headers.CacheControl = cacheControl;
        Set(headers, lastModified, link);
        if (varies)
        {
            headers.Vary = "Accept-Encoding";
        }

        if (surrogateKey.Count > 0)
        {
            headers["Surrogate-Key"] = surrogateKey;
        }

        if (validators.Match(context.Request.Headers, out var matched))
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

        // A write to a client that has gone ends by itself. To ask for RequestAborted would make a source of tokens for each request.
        var writing = response.BodyWriter.WriteAsync(body, CancellationToken.None);
        return writing.IsCompletedSuccessfully ? Task.CompletedTask : writing.AsTask();
    }

    private static void Set(IHeaderDictionary headers, StringValues lastModified, StringValues link)
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
