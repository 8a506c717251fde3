using System.Buffers;
using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.IO.Hashing;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ContentApi.Data;
using ContentApi.Http.Caching;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContentApi.Http;

/// <summary>
/// 200 with the value as JSON, or 304: every answer of delivery. It is written by the cache, with its validators (RFC 9110 section 8.8),
/// its freshness (RFC 9111, RFC 5861) and the revision it is true at.
/// </summary>
internal sealed class Delivered<T> : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    private readonly Action<IBufferWriter<byte>, JsonSerializerOptions> write;

    public Delivered(T value) => write = (to, options) => Json.Write(to, value, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));

    /// <summary>The JSON of a <typeparamref name="T"/> that is finished.</summary>
    public Delivered(Action<IBufferWriter<byte>> finished) => write = (to, _) => finished(to);

    /// <summary>
    /// What the answer was made from: every change that alters it moves one of these in the log, or else it would go on being served.
    /// </summary>
    public required string[] Tags { get; init; }

    /// <summary>Address of the next page, for the `Link` header.</summary>
    public string? Next { get; init; }

    public int? StatusCode => StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var found = httpContext.Features.Get<Found>()!;
        found.Body = new PooledBuffer();
        write(found.Body, httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
        (found.Tags, found.Next) = (Tags, Next);
        return Task.CompletedTask;
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
    }
}

/// <summary>
/// Strong validators: the 128-bit XXH3 hash of the finished bytes (SHA-256 took a twentieth of the time of an answer), and a suffix for
/// the encoding, because byte for byte the encodings of an answer differ.
/// </summary>
internal static class ETags
{
    public static string Of(ReadOnlySpan<byte> body) => $"\"{Hash(body)}\"";

    public static string Hash(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[16];
        XxHash128.Hash(body, hash);
        return Base64Url.EncodeToString(hash);
    }

    /// <summary>Whether an entity tag is that of this hash in any encoding: whoever has one of them has the answer.</summary>
    public static bool IsOf(ReadOnlySpan<char> tag, ReadOnlySpan<char> hash) =>
        tag.Length >= hash.Length + 2 && tag[0] == '"' && tag[^1] == '"'
        && tag[1..].StartsWith(hash, StringComparison.Ordinal)
        && tag[(hash.Length + 1)..^1] is "" or "-br" or "-gz";

    /// <summary>The entity tag that delivery gives a value.</summary>
    public static string Of<T>(T value, JsonTypeInfo<T> type)
    {
        using var body = new PooledBuffer();
        Json.Write(body, value, type);
        return Of(body.Written.Span);
    }
}

/// <summary>What a conditional request is compared with.</summary>
internal readonly struct Validators(string hash, string suffix, SnapshotRow? snapshot)
{
    /// <summary>A publication may still be under way this long after it has noted its time.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    /// <summary>
    /// When the library last changed. HTTP dates have no fractions: while a second change may fall into the same second, the
    /// second before is sent and none is accepted, so that `If-Modified-Since` can never confirm an old copy.
    /// </summary>
    public DateTime? LastModified => snapshot is null ? null : Whole(snapshot.ChangedAt).AddSeconds(Settled ? 0 : -1);

    private bool Settled => snapshot is not null && snapshot.ReadAt - snapshot.ChangedAt > Settling;

    /// <summary>The entity tag of these bytes.</summary>
    public StringValues ETag { get; } = $"\"{hash}{suffix}\"";

    /// <summary>Whether the client's copy is good: by entity tag where it sent one, else by date (RFC 9110 section 13.2.2).</summary>
    /// <param name="headers">Of the request.</param>
    /// <param name="matched">The entity tag that says which of the client's copies is good: its own, where it has another encoding.</param>
    public bool Match(IHeaderDictionary headers, out StringValues matched)
    {
        matched = ETag;
        var noneMatch = headers.IfNoneMatch;
        if (noneMatch.Count > 0)
        {
            return noneMatch == ETag || noneMatch == "*" || MatchAny(noneMatch, ref matched);
        }

        return headers.IfModifiedSince is [{ } since]
            && Settled
            && DateTimeOffset.TryParseExact(since, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && LastModified <= date.UtcDateTime;
    }

    private bool MatchAny(IList<string?> noneMatch, ref StringValues matched)
    {
        if (!EntityTagHeaderValue.TryParseList(noneMatch!, out var tags))
        {
            return false;
        }

        string? other = null;
        foreach (var tag in tags)
        {
            if (tag.Tag == "*" || tag.Tag == matched.ToString())
            {
                return true;
            }

            other ??= ETags.IsOf(tag.Tag, hash) ? tag.Tag.ToString() : null;
        }

        matched = other ?? matched;
        return other is not null;
    }

    private static DateTime Whole(DateTime instant) => new(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
}

/// <summary>Configuration section `Delivery`.</summary>
internal sealed class DeliveryOptions : IValidatableObject
{
    /// <summary>`Cache-Control` of public answers: caches in front may serve them for a minute, browsers ask each time.</summary>
    public string CacheControl { get; init; } = "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=600";

    /// <summary>Whether what is published is not for everybody, so that shared caches must not keep it. Access says so.</summary>
    internal bool IsPrivate { get; set; }

    /// <summary>`Cache-Control` as it is sent.</summary>
    internal string Freshness => IsPrivate ? Private(CacheControl) : CacheControl;

    /// <summary>Whether answers name their tags in `Surrogate-Key`, for caches in front that purge by them.</summary>
    public bool SurrogateKeys { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!CacheControlHeaderValue.TryParse(CacheControl, out _))
        {
            yield return new ValidationResult("must be a Cache-Control header such as public, max-age=60", [nameof(CacheControl)]);
        }
    }

    private static string Private(string cacheControl) => string.Join(", ", cacheControl
        .Split(',', StringSplitOptions.TrimEntries)
        .Where(directive => directive is not ("public" or "private" or "proxy-revalidate") && !directive.StartsWith("s-maxage", StringComparison.OrdinalIgnoreCase))
        .Prepend("private"));
}

/// <summary>A growing buffer from the shared pool: an answer's bytes are hashed before the first of them is sent.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int length;

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    public void Advance(int count) => length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return bytes.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return bytes.AsSpan(length);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);

    private void Reserve(int size)
    {
        if (bytes.Length - length >= Math.Max(size, 1))
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, length + size));
        bytes.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
