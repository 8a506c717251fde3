using ContentApi.Core.Model;
using ContentApi.Data;

namespace ContentApi.Web.ResponseCache;

/// <summary>
/// Captures the outcome of a delivery endpoint before it is written: the body of a 200, or a result such as a 404 that is written per
/// request. It is a request feature while the endpoint runs.
/// </summary>
internal sealed class CapturedResponse : IDisposable
{
    /// <summary>Gets or sets the body of a 200 response.</summary>
    public PooledBuffer? Body { get; set; }

    /// <summary>Gets the result to write if the status is not 200.</summary>
    public IResult? Result { get; private set; }

    /// <summary>Gets or sets the URL of the next page.</summary>
    public string? NextUrl { get; set; }

    /// <summary>Gets or sets the cache tags of the data in the response.</summary>
    public string[] Tags { get; set; } = [];

    public bool HasResponse => Body is not null || Result is not null;

    /// <summary>
    /// Captures a result other than 200 for the response cache. Returns false if the caller must write the result itself: outside the
    /// response cache, and for a result without tags, because nothing could invalidate it.
    /// </summary>
    public static bool TryCapture(HttpContext context, IResult result, string[] tags)
    {
        if (tags.Length == 0 || context.Features.Get<CapturedResponse>() is not { } captured)
        {
            return false;
        }

        (captured.Result, captured.Tags) = (result, tags);
        return true;
    }

    /// <summary>Creates the response in a content coding, valid at the revision of <paramref name="snapshot"/>.</summary>
    public CachedResponse ToCachedResponse(ContentCoding coding, SnapshotRevision snapshot, int generation, DeliveryOptions options, bool isStored) =>
        Body is null
            ? new CachedResponse(Result!, Tags, snapshot, generation)
            : new CachedResponse(Body.WrittenMemory, coding, Tags, snapshot, generation, NextUrl, options, isStored);

    public void Dispose() => Body?.Dispose();
}
