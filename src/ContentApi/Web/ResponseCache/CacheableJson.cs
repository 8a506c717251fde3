using System.Buffers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ContentApi.Core.Model;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace ContentApi.Web.ResponseCache;

/// <summary>
/// Represents a successful delivery response: 200 with the value as JSON, or 304. The response cache writes it, with its validators
/// (RFC 9110 section 8.8), its freshness (RFC 9111, RFC 5861) and the revision at which it is valid.
/// </summary>
internal sealed class CacheableJson<T> : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult
{
    private readonly Action<IBufferWriter<byte>, JsonSerializerOptions> write;

    public CacheableJson(T value) => write = (buffer, options) => RelaxedJson.Write(buffer, value, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));

    /// <summary>Initializes a response with the pre-serialized JSON of a <typeparamref name="T"/>.</summary>
    public CacheableJson(Action<IBufferWriter<byte>> writeJson) => write = (buffer, _) => writeJson(buffer);

    /// <summary>
    /// Gets the cache tags of the data in the response. Every change that alters the response must invalidate one of them; otherwise the
    /// stale response stays in the cache.
    /// </summary>
    public required string[] Tags { get; init; }

    /// <summary>Gets the URL of the next page, for the `Link` header.</summary>
    public string? NextUrl { get; init; }

    public int? StatusCode => StatusCodes.Status200OK;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var captured = httpContext.Features.Get<CapturedResponse>()!;
        captured.Body = new PooledBuffer();
        write(captured.Body, httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
        (captured.Tags, captured.NextUrl) = (Tags, NextUrl);
        return Task.CompletedTask;
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), ["application/json"]));
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status304NotModified, typeof(void)));
    }
}
