using System.Buffers.Text;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace ContentApi.Core.Model;

/// <summary>
/// A position in a list: the next page starts after the item with this sort key and id. In a list of takeaways, the id is that of the
/// story, and <c>Position</c> distinguishes its takeaways. In lists of published content, <c>Revision</c> is that of the first page: later
/// pages omit items that changed since then, so that a crawl returns every item at most once.
/// </summary>
internal sealed record Cursor(string Key, Guid Id, long Revision, int Position = 0)
{
    private const int MaxKeyLength = 1000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const int ChecksumLength = sizeof(ulong);

    /// <summary>
    /// Encodes the cursor as opaque text, which is valid only for <paramref name="query"/>: the canonical form of the parameters that
    /// filter and sort the items.
    /// </summary>
    public string Encode(string query)
    {
        var content = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Revision} {Position} {Id:N} {Key}"));
        return Base64Url.EncodeToString([.. ComputeChecksum(content, query), .. content]);
    }

    /// <summary>Parses the sort key into a value of its type: a string, an integer or a <see cref="DateTime"/>.</summary>
    public object ParseKey(SortKeyKind kind) => kind switch
    {
        SortKeyKind.Instant => new DateTime(long.Parse(Key, CultureInfo.InvariantCulture), DateTimeKind.Utc),
        SortKeyKind.Int32 => int.Parse(Key, CultureInfo.InvariantCulture),
        SortKeyKind.Int64 => long.Parse(Key, CultureInfo.InvariantCulture),
        _ => Key,
    };

    /// <summary>Formats an instant as a sort key.</summary>
    public static string FormatKey(DateTime instant) => FormatKey(instant.Ticks);

    /// <summary>Formats a number as a sort key.</summary>
    public static string FormatKey(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Parses the parameter `cursor`; null selects the first page. Returns false if the cursor is malformed, has a wrong checksum, or
    /// belongs to another query.
    /// </summary>
    public static bool TryParse(string? text, string query, SortKeyKind kind, out Cursor? cursor)
    {
        cursor = text is null ? null : Parse(text, query, kind);
        return text is null || cursor is not null;
    }

    private static Cursor? Parse(string text, string query, SortKeyKind kind)
    {
        if (!Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length < ChecksumLength || !ComputeChecksum(bytes.AsSpan(ChecksumLength), query).AsSpan().SequenceEqual(bytes.AsSpan(0, ChecksumLength)))
        {
            return null;
        }

        string[] parts;
        try
        {
            parts = StrictUtf8.GetString(bytes.AsSpan(ChecksumLength)).Split(' ', 4);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        return parts.Length == 4
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            && Guid.TryParseExact(parts[2], "N", out var id)
            && IsValidKey(parts[3], kind)
            ? new Cursor(parts[3], id, revision, position)
            : null;
    }

    private static bool IsValidKey(string key, SortKeyKind kind) => kind switch
    {
        SortKeyKind.Instant => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks,
        SortKeyKind.Int32 => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        SortKeyKind.Int64 => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        _ => key.Length <= MaxKeyLength && !key.Any(char.IsControl),
    };

    /// <summary>Returns a checksum of the content and the query.</summary>
    /// <remarks>
    /// Needs no secret: a forged cursor gives access to nothing that a query could not read, and its sort key is validated.
    /// </remarks>
    private static byte[] ComputeChecksum(ReadOnlySpan<byte> content, string query) =>
        BitConverter.GetBytes(XxHash3.HashToUInt64(content, seed: (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(query.AsSpan()))));
}
