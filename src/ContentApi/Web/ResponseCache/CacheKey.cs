using System.Globalization;
using System.Runtime.CompilerServices;
using ContentApi.Core.Model;
using Microsoft.AspNetCore.WebUtilities;

namespace ContentApi.Web.ResponseCache;

/// <summary>
/// Builds the key of a cached response: content coding, path, and query parameters in sorted order. A repeated list has the key of the
/// comma-separated list. The key does not contain the host, the scheme or the caller. It omits `minRevision`, which only decides when a
/// response may be served.
/// </summary>
internal static class CacheKey
{
    /// <summary>The query parameter that sets the minimum revision of a response.</summary>
    public const string MinRevisionParameter = "minRevision";

    /// <summary>The maximum number of parameters in a key, where each item of a repeated list counts. Every resource has fewer.</summary>
    private const int MaxParameters = 80;

    /// <summary>The number of parameters that are sorted without an allocation.</summary>
    private const int MaxInlineParameters = 16;

    // Requests with control characters are not cached, so that different requests never share a key. Otherwise, `%01` in a path would
    // act as a separator, and the 404 for that path would be served to requests with the parameter that follows the separator.
    private const char NameSeparator = '\u0001';
    private const char ValueSeparator = '\u0002';

    /// <summary>Writes the cache key of a request. Returns false for an invalid request, whose response is never stored.</summary>
    /// <param name="request">The request.</param>
    /// <param name="coding">The content coding of the response.</param>
    /// <param name="destination">The destination, at least as long as <see cref="GetMaxLength"/> returns.</param>
    /// <param name="length">The number of characters written.</param>
    /// <param name="minRevision">The value of the parameter `minRevision`, or 0 if it is absent.</param>
    public static bool TryWrite(HttpRequest request, ContentCoding coding, Span<char> destination, out int length, out long minRevision)
    {
        (length, minRevision) = (0, 0);
        if (HasControlCharacters(request.Path.Value))
        {
            return false;
        }

        destination[length++] = (char)('0' + (int)coding);
        length += Copy(request.PathBase.Value, destination[length..]);
        length += Copy(request.Path.Value, destination[length..]);
        if (!request.QueryString.HasValue)
        {
            return true;
        }

        Pairs inlinePairs = default;
        Span<Pair> pairs = inlinePairs;
        var count = 0;
        var hasMinRevision = false;
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            var (name, value) = (pair.DecodeName(), pair.DecodeValue());
            if (name.Span is MinRevisionParameter)
            {
                if (hasMinRevision || !long.TryParse(value.Span, NumberStyles.None, CultureInfo.InvariantCulture, out minRevision) || minRevision > RevisionAttribute.MaxValue)
                {
                    return false;
                }

                hasMinRevision = true;
                continue;
            }

            if (count == MaxParameters || HasControlCharacters(name.Span) || HasControlCharacters(value.Span))
            {
                return false;
            }

            if (count == pairs.Length)
            {
                var larger = new Pair[MaxParameters];
                pairs.CopyTo(larger);
                pairs = larger;
            }

            InsertSorted(pairs, count++, new Pair(name, value));
        }

        length += WritePairs(pairs[..count], request, destination[length..]);
        return true;
    }

    private static int WritePairs(ReadOnlySpan<Pair> pairs, HttpRequest request, Span<char> destination)
    {
        var length = 0;
        for (var i = 0; i < pairs.Length; i++)
        {
            var pair = pairs[i];
            if (i > 0 && pair.Name.Span.SequenceEqual(pairs[i - 1].Name.Span))
            {
                // A repeated scalar is invalid. Its key differs from that of the valid value with a comma.
                destination[length++] = IsList(pair.Name, request) ? ',' : ValueSeparator;
            }
            else
            {
                destination[length++] = NameSeparator;
                length += Copy(pair.Name.Span, destination[length..]);
                destination[length++] = ValueSeparator;
            }

            length += Copy(pair.Value.Span, destination[length..]);
        }

        return length;
    }

    private static bool IsList(ReadOnlyMemory<char> name, HttpRequest request) =>
        request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<ListParameters>()?.Names.Contains(name.ToString()) == true;

    /// <summary>
    /// Returns an upper bound of the key length. The separators add at most one character per parameter to the length of the URL.
    /// </summary>
    public static int GetMaxLength(HttpRequest request) =>
        1 + (request.PathBase.Value?.Length ?? 0) + (request.Path.Value?.Length ?? 0) + (request.QueryString.Value?.Length ?? 0) + MaxParameters;

    /// <summary>Inserts a parameter by its name. Parameters with the same name keep their order, which matters in lists.</summary>
    private static void InsertSorted(Span<Pair> pairs, int count, Pair pair)
    {
        while (count > 0 && pairs[count - 1].Name.Span.SequenceCompareTo(pair.Name.Span) > 0)
        {
            pairs[count] = pairs[--count];
        }

        pairs[count] = pair;
    }

    private static bool HasControlCharacters(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\0', '\u001f');

    private static int Copy(ReadOnlySpan<char> text, Span<char> destination)
    {
        text.CopyTo(destination);
        return text.Length;
    }

    private readonly record struct Pair(ReadOnlyMemory<char> Name, ReadOnlyMemory<char> Value);

    [InlineArray(MaxInlineParameters)]
    private struct Pairs
    {
        private Pair first;
    }
}
