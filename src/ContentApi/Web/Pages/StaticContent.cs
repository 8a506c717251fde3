using ContentApi.Web.ResponseCache;
using Microsoft.Net.Http.Headers;

namespace ContentApi.Web.Pages;

/// <summary>Content that does not change while the service runs. It is compressed once, and validated by its entity tag.</summary>
internal sealed class StaticContent(byte[] content, string mediaType)
{
    /// <summary>The time for which caches may use a copy: short, so that a new version of the service is visible soon.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private static readonly string CacheControl = $"public, max-age={Lifetime.TotalSeconds}";

    private readonly string hash = EntityTag.Hash(content);
    private readonly Lazy<byte[]>[] encodings = Array.ConvertAll(Enum.GetValues<ContentCoding>(), coding => new Lazy<byte[]>(() => coding.Encode(content) ?? content));

    public IResult ToResult(HttpContext context)
    {
        var coding = ContentCodings.Choose(context.Request.Headers.AcceptEncoding);
        var body = encodings[(int)coding].Value;
        var isEncoded = body != content;
        var headers = context.Response.Headers;
        headers.CacheControl = CacheControl;
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        headers.ContentEncoding = isEncoded ? coding.ToHeaderValue() : null;
        return Results.Bytes(body, mediaType, entityTag: new EntityTagHeaderValue($"\"{hash}{(isEncoded ? coding.GetETagSuffix() : "")}\""));
    }
}
