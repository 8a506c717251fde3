using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace ContentApi.Http;

/// <summary>One page of a list.</summary>
public sealed record Page<T>
{
    /// <summary>The items of this page, in the order asked for.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Pass it as `cursor` to get the next page; null on the last one.</summary>
    /// <example>cJ2kTn1QbF3zMTAgMCAwMTk5MGYzYzhhMDA3YzRlOWIyMTVkMGU2ZjdhOGI5MSA2MzkyMjY</example>
    public string? NextCursor { get; init; }

    /// <summary>How many items there are on all pages, with `count=true`; else null.</summary>
    /// <example>8</example>
    public long? TotalCount { get; init; }
}

/// <summary>The parameters that every paged list takes.</summary>
public record PageQuery
{
    /// <summary>Default of `limit`.</summary>
    public const int DefaultLimit = 20;

    /// <summary>Items on a page, 1 to 100; 20 without it.</summary>
    /// <example>20</example>
    [FromQuery(Name = "limit"), Range(1, 100)]
    public int? Limit { get; init; }

    /// <summary>`nextCursor` of the page before. It belongs to the query it came from: keep the other parameters.</summary>
    [FromQuery(Name = "cursor"), StringLength(2000, MinimumLength = 1)]
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
    /// <summary>The answer to a `cursor` that is malformed, tampered with, or of another query.</summary>
    public static readonly InvalidRequest Invalid =
        new("cursor", "is not one that this query gave out. Start without it, and keep the other parameters while you follow nextCursor.");

    private const int SealLength = 9;

    /// <summary>Opaque text for <paramref name="query"/>, the canonical form of the parameters that choose and order the items.</summary>
    public string Write(string query)
    {
        var content = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Revision} {Position} {Id:N} {Key}"));
        return Base64Url.EncodeToString([.. Seal(content, query), .. content]);
    }

    /// <summary>Reads the parameter `cursor`: null gives the first page; false means <see cref="Invalid"/>.</summary>
    public static bool TryRead(string? text, string query, out Cursor? after)
    {
        after = text is null ? null : Read(text, query);
        return text is null || after is not null;
    }

    private static Cursor? Read(string text, string query)
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

        var parts = Encoding.UTF8.GetString(bytes.AsSpan(SealLength)).Split(' ', 4);
        return parts.Length == 4
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            && Guid.TryParseExact(parts[2], "N", out var id)
            ? new Cursor(parts[3], id, revision, position)
            : null;
    }

    /// <summary>A checksum over content and query. It needs no secret: a forged cursor reads nothing that a query could not.</summary>
    private static byte[] Seal(ReadOnlySpan<byte> content, string query) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(query), 0, .. content])[..SealLength];
}

internal static class Paging
{
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
    public static Delivered<Page<T>> Deliver<T>(Page<T> page, HttpRequest request) =>
        new(page) { Next = page.NextCursor is null ? null : NextLink(request, page.NextCursor) };

    private static string NextLink(HttpRequest request, string cursor)
    {
        var others = request.Query.Where(parameter => parameter.Key != "cursor");
        return request.PathBase + request.Path + QueryString.Create(others).Add("cursor", cursor);
    }
}
