using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using ContentApi.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Http;

/// <summary>One page of a list.</summary>
public sealed record Page<T>
{
    /// <summary>The items of this page, in the order asked for.</summary>
    [MaxLength(100)]
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Pass it as `cursor` to get the next page; null on the last one.</summary>
    /// <example>cJ2kTn1QbF3zMTAgMCAwMTk5MGYzYzhhMDA3YzRlOWIyMTVkMGU2ZjdhOGI5MSA2MzkyMjY</example>
    [Cursor]
    public string? NextCursor { get; init; }

    /// <summary>How many items there are on all pages, with `count=true`; else null.</summary>
    /// <example>8</example>
    public long? TotalCount { get; init; }
}

/// <summary>
/// The parameters that every paged list takes, beside its own: the generator of the endpoints' code does not see what a record inherits.
/// </summary>
public sealed record PageQuery
{
    /// <summary>Default of `limit`.</summary>
    public const int DefaultLimit = 20;

    /// <summary>Items on a page, 1 to 100; 20 without it.</summary>
    /// <example>20</example>
    [FromQuery(Name = "limit"), Range(1, 100)]
    public int? Limit { get; init; }

    /// <summary>`nextCursor` of the page before. It belongs to the query it came from: keep the other parameters.</summary>
    [FromQuery(Name = "cursor"), StringLength(CursorAttribute.Longest, MinimumLength = 1), Cursor]
    public string? Cursor { get; init; }

    /// <summary>Whether to count the items on all pages.</summary>
    /// <example>true</example>
    [FromQuery(Name = "count")]
    public bool? Count { get; init; }
}

/// <summary>
/// Where a page starts: after the item with this sort key and id. It also carries the revision of the first page, so that
/// stories changed since are left out of later ones: a crawl sees every story at most once.
/// </summary>
internal sealed record Cursor(string Key, Guid Id, long Revision, int Position = 0)
{
    private const int MaxKeyLength = 1000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const int SealLength = sizeof(ulong);

    /// <summary>Opaque text for <paramref name="query"/>, the canonical form of the parameters that choose and order the items.</summary>
    public string Write(string query)
    {
        var content = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Revision} {Position} {Id:N} {Key}"));
        return Base64Url.EncodeToString([.. Seal(content, query), .. content]);
    }

    /// <summary>The sort key, where it is an instant.</summary>
    public DateTime Instant => new(long.Parse(Key, CultureInfo.InvariantCulture), DateTimeKind.Utc);

    /// <summary>The sort key, where it is a number.</summary>
    public int Number => int.Parse(Key, CultureInfo.InvariantCulture);

    /// <summary>The sort key, where it is a number that the database counts up.</summary>
    public long Serial => long.Parse(Key, CultureInfo.InvariantCulture);

    /// <summary>Whether the sort key is a number with a fraction, such as a score; none comes near a million.</summary>
    public bool IsDecimal => Key.Length <= 20 && decimal.TryParse(Key, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var score) && score <= 1_000_000;

    /// <summary>How an instant is written as a sort key.</summary>
    public static string KeyOf(DateTime instant) => instant.Ticks.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads the parameter `cursor`: null gives the first page; false where the cursor is malformed, tampered with, or of another query.</summary>
    public static bool TryRead(string? text, string query, SortKeyKind kind, out Cursor? after)
    {
        after = text is null ? null : Read(text, query, kind);
        return text is null || after is not null;
    }

    private static Cursor? Read(string text, string query, SortKeyKind kind)
    {
        if (!Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length < SealLength || !Seal(bytes.AsSpan(SealLength), query).AsSpan().SequenceEqual(bytes.AsSpan(0, SealLength)))
        {
            return null;
        }

        string[] parts;
        try
        {
            parts = StrictUtf8.GetString(bytes.AsSpan(SealLength)).Split(' ', 4);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        return parts.Length == 4
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            && Guid.TryParseExact(parts[2], "N", out var id)
            && IsKey(parts[3], kind)
            ? new Cursor(parts[3], id, revision, position)
            : null;
    }

    private static bool IsKey(string key, SortKeyKind kind) => kind switch
    {
        SortKeyKind.Instant => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks,
        SortKeyKind.Serial => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        SortKeyKind.Number => int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        _ => key.Length <= MaxKeyLength && !key.Any(char.IsControl),
    };

    /// <summary>A checksum over content and query. It needs no secret: a forged cursor reads nothing that a query could not, and its key is checked.</summary>
    private static byte[] Seal(ReadOnlySpan<byte> content, string query) =>
        BitConverter.GetBytes(XxHash3.HashToUInt64(content, seed: (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(query.AsSpan()))));
}

/// <summary>What a list is sorted by.</summary>
internal enum SortKeyKind
{
    Text,
    Number,
    Instant,
    Serial,
}

internal static class Paging
{
    /// <summary>The response to a `cursor` that is malformed, tampered with, or of another query.</summary>
    public static readonly InvalidRequest InvalidCursor =
        new("cursor", "is not one that this query gave out. Start without it, and keep the other parameters while you follow nextCursor.");

    /// <summary>
    /// The page that <paramref name="rows"/> make, which were read with one more than <paramref name="limit"/> to see whether another page follows.
    /// </summary>
    public static Page<T> Page<T, TRow>(List<TRow> rows, int limit, long? total, Func<TRow, T> item, Func<TRow, string> cursor)
    {
        var more = rows.Count > limit;
        var shown = more ? rows.GetRange(0, limit) : rows;
        return new()
        {
            Items = shown.ConvertAll(row => item(row)),
            NextCursor = more ? cursor(shown[^1]) : null,
            TotalCount = total,
        };
    }

    /// <summary>The page as an answer, with the address of the next one in `Link` (RFC 8288).</summary>
    /// <param name="page">The page.</param>
    /// <param name="tags">What it was made from.</param>
    /// <param name="request">The request that it answers.</param>
    public static Delivered<Page<T>> Deliver<T>(Page<T> page, string[] tags, HttpRequest request) =>
        new(page) { Tags = tags, Next = page.NextCursor is null ? null : NextLink(request, page.NextCursor) };

    /// <summary>The same of items that are finished.</summary>
    public static Delivered<Page<T>> Deliver<T>(Page<RawJson<T>> page, JsonTypeInfo<Page<RawJson<T>>> type, string[] tags, HttpRequest request) =>
        new(to => Json.Write(to, page, type)) { Tags = tags, Next = page.NextCursor is null ? null : NextLink(request, page.NextCursor) };

    /// <summary>The same for the newsroom, where nothing is kept by caches.</summary>
    public static Ok<Page<T>> Answer<T>(Page<T> page, HttpContext context)
    {
        if (page.NextCursor is not null)
        {
            context.Response.Headers.Link = $"<{NextLink(context.Request, page.NextCursor)}>; rel=\"next\"";
        }

        return TypedResults.Ok(page);
    }

    /// <summary>The address of the next page.</summary>
    public static string NextLink(HttpRequest request, string cursor)
    {
        var others = request.Query.Where(parameter => parameter.Key is not "cursor" and not MinRevision.Parameter);
        return request.PathBase + request.Path + QueryString.Create(others).Add("cursor", cursor);
    }
}
