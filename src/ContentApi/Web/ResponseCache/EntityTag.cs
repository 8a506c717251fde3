using System.Buffers.Text;
using System.IO.Hashing;
using System.Text.Json.Serialization.Metadata;
using ContentApi.Core.Model;

namespace ContentApi.Web.ResponseCache;

/// <summary>
/// Strong validators: the 128-bit XXH3 hash of the finished bytes (SHA-256 took a twentieth of the time of an answer), and a suffix for
/// the encoding, because byte for byte the encodings of an answer differ.
/// </summary>
internal static class EntityTag
{
    public static string Compute(ReadOnlySpan<byte> body) => $"\"{Hash(body)}\"";

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
    public static string Compute<T>(T value, JsonTypeInfo<T> type)
    {
        using var body = new PooledBuffer();
        RelaxedJson.Write(body, value, type);
        return Compute(body.Written.Span);
    }
}
