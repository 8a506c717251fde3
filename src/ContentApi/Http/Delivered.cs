using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ContentApi.Data;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace ContentApi.Http;

/// <summary>
/// 200 with the value as JSON, or 304: every answer of delivery, with its validators (RFC 9110 section 8.8), its freshness
/// (RFC 9111, RFC 5861) and the revision it is true at.
/// </summary>
internal sealed class Delivered<T>(T value) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    /// <summary>Address of the next page, for the `Link` header.</summary>
    public string? Next { get; init; }

    public int? StatusCode => StatusCodes.Status200OK;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var services = httpContext.RequestServices;
        var options = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;

        using var body = new PooledBuffer();
        using (var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = options.Encoder, SkipValidation = true }))
        {
            JsonSerializer.Serialize(json, value, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
        }

        var etag = ETag(body.Written.Span);
        var validators = new Validators(etag, services.GetRequiredService<Snapshot>().Row);
        var headers = response.Headers;
        headers.ETag = etag;
        headers.CacheControl = services.GetRequiredService<IOptions<DeliveryOptions>>().Value.CacheControl;
        if (validators.LastModified is { } lastModified)
        {
            headers.LastModified = lastModified.ToString("R", CultureInfo.InvariantCulture);
        }

        if (Next is not null)
        {
            headers.Link = $"<{Next}>; rel=\"next\"";
        }

        if (validators.Match(request.Headers))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Written.Length;
        await response.BodyWriter.WriteAsync(body.Written, httpContext.RequestAborted);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified));
    }

    /// <summary>A strong validator: 96 bits of the SHA-256 of the finished bytes.</summary>
    private static string ETag(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return $"\"{Base64Url.EncodeToString(hash[..12])}\"";
    }
}

/// <summary>What a conditional request is compared with.</summary>
internal readonly struct Validators(string etag, SnapshotRow? snapshot)
{
    /// <summary>A publication may still be under way this long after it has noted its time.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    /// <summary>
    /// When the library last changed. HTTP dates have no fractions: while a second change may fall into the same second, the
    /// second before is sent and none is accepted, so that `If-Modified-Since` can never confirm an old copy.
    /// </summary>
    public DateTime? LastModified => snapshot is null ? null : Whole(snapshot.ChangedAt).AddSeconds(Settled ? 0 : -1);

    private bool Settled => snapshot is not null && snapshot.ReadAt - snapshot.ChangedAt > Settling;

    /// <summary>Whether the client's copy is good: by entity tag where it sent one, else by date (RFC 9110 section 13.2.2).</summary>
    public bool Match(IHeaderDictionary headers)
    {
        var noneMatch = headers.IfNoneMatch;
        if (noneMatch.Count > 0)
        {
            return noneMatch == etag || noneMatch == "*" || MatchAny(noneMatch, etag);
        }

        return Settled
            && headers.IfModifiedSince is [{ } since]
            && DateTimeOffset.TryParseExact(since, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && LastModified <= date.UtcDateTime;
    }

    private static bool MatchAny(IList<string?> noneMatch, string etag) =>
        EntityTagHeaderValue.TryParseList(noneMatch!, out var tags) && tags.Any(tag => tag.Tag == "*" || tag.Tag == etag);

    private static DateTime Whole(DateTime instant) => new(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
}

/// <summary>Configuration section `Delivery`.</summary>
internal sealed class DeliveryOptions
{
    /// <summary>`Cache-Control` of public answers: caches in front may serve them for a minute, browsers ask each time.</summary>
    public string CacheControl { get; init; } = "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=600";
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
