using ContentApi.Core.Model;
using ContentApi.Data;

namespace ContentApi.Web.ResponseCache;

/// <summary>
/// What an endpoint of delivery found, before it is an answer to anybody: the finished bytes of a 200, or a result such as a 404 that
/// each request words for itself. It stands among the request's features while the endpoint runs.
/// </summary>
internal sealed class CapturedResponse : IDisposable
{
    /// <summary>The bytes of a 200.</summary>
    public PooledBuffer? Body { get; set; }

    /// <summary>What is said instead, where it is no 200.</summary>
    public IResult? Result { get; private set; }

    /// <summary>Address of the next page.</summary>
    public string? Next { get; set; }

    /// <summary>What the answer was made from. An answer without tags cannot be kept.</summary>
    public string[] Tags { get; set; } = [];

    public bool HasResponse => Body is not null || Result is not null;

    /// <summary>Leaves a result, other than 200, to the one who runs the endpoint; false where nobody does, so that it is to be written.</summary>
    public static bool TryCapture(HttpContext context, IResult result, string[] tags)
    {
        if (tags.Length == 0 || context.Features.Get<CapturedResponse>() is not { } found)
        {
            return false;
        }

        (found.Result, found.Tags) = (result, tags);
        return true;
    }

    /// <summary>The answer, in an encoding, at what its reads saw.</summary>
    public CachedResponse ToCachedResponse(ContentCoding coding, SnapshotRevision snapshot, int generation, DeliveryOptions options, bool isKept) =>
        Body is null
            ? new CachedResponse(Result!, Tags, snapshot, generation)
            : new CachedResponse(Body.Written, coding, Tags, snapshot, generation, Next, options, isKept);

    public void Dispose() => Body?.Dispose();
}
