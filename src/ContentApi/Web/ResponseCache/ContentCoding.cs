using System.Globalization;
using System.IO.Compression;
using ContentApi.Core.Model;
using Microsoft.Extensions.Primitives;

namespace ContentApi.Web.ResponseCache;

/// <summary>How an answer's bytes are written (RFC 9110 section 8.4.1). All `Accept-Encoding` headers come down to these three.</summary>
internal enum ContentCoding
{
    Identity,
    Brotli,
    Gzip,
}

internal static class ContentCodings
{
    /// <summary>Bytes below which nothing is compressed: it fits one packet either way.</summary>
    public const int Smallest = 512;

    /// <summary>Of 11. Paid once for an answer, but by the request that misses: the best ones cost many times as much. Not measured against them.</summary>
    private const int Quality = 5;

    private const int Window = 20;

    public static readonly string[] Suffixes = ["", "-br", "-gz"];

    /// <summary>`Content-Encoding`; null: none.</summary>
    public static string? Name(this ContentCoding coding) => coding switch
    {
        ContentCoding.Brotli => "br",
        ContentCoding.Gzip => "gzip",
        _ => null,
    };

    /// <summary>What of an entity tag tells the encodings of one answer apart.</summary>
    public static string Suffix(this ContentCoding coding) => Suffixes[(int)coding];

    /// <summary>
    /// The coding that the client likes best; of those it likes alike the smallest. What cannot be understood is passed over, and
    /// where nothing is left it is identity, which anybody can read.
    /// </summary>
    public static ContentCoding Choose(StringValues acceptEncoding)
    {
        if (acceptEncoding.Count == 0)
        {
            return ContentCoding.Identity;
        }

        var (br, gzip, identity, any) = (-1, -1, -1, -1); // thousandths; -1: not named
        foreach (var line in acceptEncoding)
        {
            foreach (var range in line.AsSpan().Split(','))
            {
                var item = line.AsSpan(range).Trim();
                var end = item.IndexOf(';');
                var name = (end < 0 ? item : item[..end]).TrimEnd();
                var weight = end < 0 ? 1000 : Weight(item[(end + 1)..]);
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

    /// <summary>The bytes in this coding; null when they would not become fewer.</summary>
    public static byte[]? Encode(this ContentCoding coding, ReadOnlySpan<byte> body)
    {
        if (coding == ContentCoding.Identity || body.Length < Smallest)
        {
            return null;
        }

        if (coding == ContentCoding.Brotli)
        {
            using var space = new PooledBuffer();
            return BrotliEncoder.TryCompress(body, space.GetSpan(BrotliEncoder.GetMaxCompressedLength(body.Length)), out var length, Quality, Window) && length < body.Length
                ? space.GetSpan()[..length].ToArray()
                : null;
        }

        using var target = new MemoryStream(body.Length / 2);
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(body);
        }

        return target.Length < body.Length ? target.ToArray() : null;
    }

    /// <summary>Of `q=0.5`, in thousandths; one that is malformed counts as none given.</summary>
    private static int Weight(ReadOnlySpan<char> parameter)
    {
        parameter = parameter.Trim();
        return parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
            && decimal.TryParse(parameter[2..].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
            && weight is >= 0 and <= 1
                ? (int)(weight * 1000)
                : 1000;
    }
}
