using System.Globalization;
using System.IO.Compression;
using ContentApi.Core.Model;
using Microsoft.Extensions.Primitives;

namespace ContentApi.Web.ResponseCache;

internal static class ContentCodings
{
    /// <summary>The minimum body size to compress, in bytes. Smaller bodies fit into one packet either way.</summary>
    public const int MinBytes = 512;

    /// <summary>
    /// The Brotli quality; the maximum is 11. Each cache miss waits for compression, and the highest qualities are far slower.
    /// </summary>
    private const int BrotliQuality = 5;

    private const int BrotliWindow = 20;

    /// <summary>The entity tag suffixes, indexed by <see cref="ContentCoding"/>.</summary>
    public static readonly string[] ETagSuffixes = ["", "-br", "-gz"];

    /// <summary>Returns the value of `Content-Encoding`, or null for identity.</summary>
    public static string? ToHeaderValue(this ContentCoding coding) => coding switch
    {
        ContentCoding.Brotli => "br",
        ContentCoding.Gzip => "gzip",
        _ => null,
    };

    /// <summary>Returns the entity tag suffix that distinguishes the codings of one response.</summary>
    public static string GetETagSuffix(this ContentCoding coding) => ETagSuffixes[(int)coding];

    /// <summary>
    /// Returns the coding with the highest weight in `Accept-Encoding`; among equal weights, the one with the smallest output. Ignores
    /// unknown and malformed items, and falls back to identity, which every client accepts.
    /// </summary>
    public static ContentCoding Choose(StringValues acceptEncoding)
    {
        if (acceptEncoding.Count == 0)
        {
            return ContentCoding.Identity;
        }

        var (br, gzip, identity, any) = (-1, -1, -1, -1); // in thousandths; -1: absent
        foreach (var line in acceptEncoding)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var item = line.AsSpan(range).Trim();
                var end = item.IndexOf(';');
                var name = (end < 0 ? item : item[..end]).TrimEnd();
                var weight = end < 0 ? 1000 : ParseWeight(item[(end + 1)..]);
                if (name.Equals("br", StringComparison.OrdinalIgnoreCase))
                {
                    br = weight;
                }
                else if (name.Equals("gzip", StringComparison.OrdinalIgnoreCase) || name.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
                {
                    gzip = weight;
                }
                else if (name.Equals("identity", StringComparison.OrdinalIgnoreCase))
                {
                    identity = weight;
                }
                else if (name is "*")
                {
                    any = weight;
                }
            }
        }

        br = br < 0 ? any : br;
        gzip = gzip < 0 ? any : gzip;
        return br > 0 && br >= gzip && br >= identity ? ContentCoding.Brotli
            : gzip > 0 && gzip >= identity ? ContentCoding.Gzip
            : ContentCoding.Identity;
    }

    /// <summary>Encodes a body. Returns null if the result would not be smaller.</summary>
    public static byte[]? Encode(this ContentCoding coding, ReadOnlySpan<byte> body)
    {
        if (coding == ContentCoding.Identity || body.Length < MinBytes)
        {
            return null;
        }

        if (coding == ContentCoding.Brotli)
        {
            using var buffer = new PooledBuffer();
            return BrotliEncoder.TryCompress(body, buffer.GetSpan(BrotliEncoder.GetMaxCompressedLength(body.Length)), out var length, BrotliQuality, BrotliWindow) && length < body.Length
                ? buffer.GetSpan()[..length].ToArray()
                : null;
        }

        using var target = new MemoryStream(body.Length / 2);
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return target.Length < body.Length ? target.ToArray() : null;
    }

    /// <summary>Parses a weight such as `q=0.5` into thousandths. A malformed weight counts as 1, the default.</summary>
    private static int ParseWeight(ReadOnlySpan<char> parameter)
    {
        parameter = parameter.Trim();
        return parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
            && decimal.TryParse(parameter[2..].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
            && weight is >= 0 and <= 1
                ? (int)(weight * 1000)
                : 1000;
    }
}
