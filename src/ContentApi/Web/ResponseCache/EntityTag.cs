using System.Buffers.Text;
using System.IO.Hashing;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using ContentApi.Core.Model;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContentApi.Web.ResponseCache;

/// <summary>
/// Computes and matches strong entity tags. A tag is the 128-bit XXH3 hash of the unencoded body. An encoded response adds the suffix of
/// its content coding, because the representations differ byte for byte.
/// </summary>
/// <remarks>Uses XXH3: hashing must not show up in the response time.</remarks>
internal static partial class EntityTag
{
    public static string Compute(ReadOnlySpan<byte> body) => $"\"{Hash(body)}\"";

    public static string Hash(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[16];
        XxHash128.Hash(body, hash);
        return Base64Url.EncodeToString(hash);
    }

    /// <summary>
    /// Returns whether an entity tag has this hash, in any content coding. Each coding represents the same content. Accepts the suffixes
    /// that proxies add when they compress a response, such as `-gzip` (Apache), `--gzip` (Jetty) and `;gzip`.
    /// </summary>
    public static bool Matches(ReadOnlySpan<char> tag, ReadOnlySpan<char> hash) =>
        TryGetSuffix(tag, hash, out var suffix) && (IsOwnSuffix(suffix) || CodingSuffixRegex().IsMatch(suffix));

    /// <summary>Returns whether this service has sent the entity tag for the content with this hash, in any content coding.</summary>
    public static bool IsOwn(ReadOnlySpan<char> tag, ReadOnlySpan<char> hash) => TryGetSuffix(tag, hash, out var suffix) && IsOwnSuffix(suffix);

    /// <summary>
    /// Returns whether `If-Match` matches a representation with this hash: by strong comparison, in which weak tags never match (RFC 9110
    /// section 13.1.1). A value that is not an entity tag matches nothing.
    /// </summary>
    public static bool MatchesStrongly(StringValues ifMatch, ReadOnlySpan<char> hash)
    {
        foreach (var tag in EntityTagHeaderValue.TryParseList(ifMatch!, out var tags) ? tags : [])
        {
            if (tag.Tag == "*" || (!tag.IsWeak && Matches(tag.Tag, hash)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOwnSuffix(ReadOnlySpan<char> suffix) => suffix is "" or "-br" or "-gz";

    private static bool TryGetSuffix(ReadOnlySpan<char> tag, ReadOnlySpan<char> hash, out ReadOnlySpan<char> suffix)
    {
        var isMatch = tag.Length >= hash.Length + 2 && tag[0] == '"' && tag[^1] == '"' && tag[1..].StartsWith(hash, StringComparison.Ordinal);
        suffix = isMatch ? tag[(hash.Length + 1)..^1] : default;
        return isMatch;
    }

    /// <summary>Matches the suffixes of this service and of up to two proxies.</summary>
    [GeneratedRegex(@"^((--?|;)(gzip|gz|br|deflate|zstd)){0,3}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodingSuffixRegex();

    /// <summary>Computes the entity tag of the unencoded delivery response for a value.</summary>
    public static string Compute<T>(T value, JsonTypeInfo<T> type)
    {
        using var body = new PooledBuffer();
        RelaxedJson.Write(body, value, type);
        return Compute(body.WrittenMemory.Span);
    }
}
