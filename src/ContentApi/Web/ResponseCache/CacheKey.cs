using System.Globalization;
using System.Runtime.CompilerServices;
using ContentApi.Core.Model;
using Microsoft.AspNetCore.WebUtilities;

namespace ContentApi.Web.ResponseCache;

/// <summary>
/// What an answer depends on: the path, the parameters in one order, and the encoding. Never host, scheme or caller. `minRevision` says
/// only when an answer may be given.
/// </summary>
internal static class CacheKey
{
    /// <summary>Name of a parameter that decides when a response may be served, not which one.</summary>
    public const string MinRevision = "minRevision";

    /// <summary>More parameters than any resource has.</summary>
    private const int MaxParameters = 16;

    // No valid path or value has control characters, so that no two addresses share a key unless they mean the same: in a path, `%01`
    // would pass for the start of a parameter, and a 404 for that name would be served to whoever asks with the parameter.
    private const char BeforeName = '\u0001';
    private const char BeforeValue = '\u0002';

    /// <summary>Writes the key of a request; false when no answer to it may be kept, because it cannot be valid.</summary>
    /// <param name="request">The request.</param>
    /// <param name="coding">The encoding of its answer.</param>
    /// <param name="space">Where to write: at least as long as the address, and one.</param>
    /// <param name="length">How much was written.</param>
    /// <param name="minRevision">The parameter `minRevision`; 0 without it.</param>
    public static bool TryWrite(HttpRequest request, ContentCoding coding, Span<char> space, out int length, out long minRevision)
    {
        (length, minRevision) = (0, 0);
        if (HasControls(request.Path.Value))
        {
            return false;
        }

        space[length++] = (char)('0' + (int)coding);
        length += Copy(request.PathBase.Value, space[length..]);
        length += Copy(request.Path.Value, space[length..]);
        if (!request.QueryString.HasValue)
        {
            return true;
        }

        Pairs pairs = default;
        var count = 0;
        var isTold = false;
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            var (name, value) = (pair.DecodeName(), pair.DecodeValue());
            if (name.Span is MinRevision)
            {
                if (isTold || !long.TryParse(value.Span, NumberStyles.None, CultureInfo.InvariantCulture, out minRevision) || minRevision > RevisionAttribute.Largest)
                {
                    return false;
                }

                isTold = true;
                continue;
            }

            if (count == MaxParameters || HasControls(name.Span) || HasControls(value.Span))
            {
                return false;
            }

            Insert(pairs, count++, new Pair(name, value));
        }

        foreach (var pair in ((ReadOnlySpan<Pair>)pairs)[..count])
        {
            space[length++] = BeforeName;
            length += Copy(pair.Name.Span, space[length..]);
            space[length++] = BeforeValue;
            length += Copy(pair.Value.Span, space[length..]);
        }

        return true;
    }

    /// <summary>Room that suffices for the key: separators need at most two more characters for each parameter than the address has.</summary>
    public static int Room(HttpRequest request) =>
        1 + (request.PathBase.Value?.Length ?? 0) + (request.Path.Value?.Length ?? 0) + (request.QueryString.Value?.Length ?? 0) + (2 * MaxParameters);

    private static void Insert(Span<Pair> pairs, int count, Pair pair)
    {
        while (count > 0 && pairs[count - 1].Against(pair) > 0)
        {
            pairs[count] = pairs[--count];
        }

        pairs[count] = pair;
    }

    private static bool HasControls(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\0', '\u001f');

    private static int Copy(ReadOnlySpan<char> text, Span<char> space)
    {
        text.CopyTo(space);
        return text.Length;
    }

    private readonly record struct Pair(ReadOnlyMemory<char> Name, ReadOnlyMemory<char> Value)
    {
        public int Against(Pair other) =>
            Name.Span.SequenceCompareTo(other.Name.Span) is var byName and not 0 ? byName : Value.Span.SequenceCompareTo(other.Value.Span);
    }

    [InlineArray(MaxParameters)]
    private struct Pairs
    {
        private Pair first;
    }
}
