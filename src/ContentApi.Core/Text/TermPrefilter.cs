using System.Buffers;
using System.Text;

namespace ContentApi.Core.Text;

/// <summary>Rejects texts that cannot contain any of the given words, with a vectorized search.</summary>
/// <remarks>Parsing the texts of a whole results page would dominate the cost of a search.</remarks>
/// <param name="stems">The stems of the words.</param>
internal sealed class TermPrefilter(IEnumerable<string> stems)
{
    /// <summary>Characters that a case-insensitive search finds without normalization. Texts with any other character pass.</summary>
    private static readonly SearchValues<char> SelfNormalizingCharacters = SearchValues.Create([.. Enumerable.Range(0, 128).Select(c => (char)c), .. "“”‘’‚„«»–—…•·€£©®™°\u00a0"]);

    private readonly SearchValues<string> prefixes = SearchValues.Create(["\\u", .. stems.SelectMany(GetPrefixes)], StringComparison.OrdinalIgnoreCase);
    private readonly bool hasOnlyAsciiInitials = stems.All(stem => char.IsAscii(stem[0]));

    /// <summary>Returns false only if the text certainly contains none of the words.</summary>
    /// <param name="utf8">A text, or JSON whose strings may contain escapes.</param>
    public bool MayContain(ReadOnlySpan<byte> utf8)
    {
        var buffer = ArrayPool<char>.Shared.Rent(utf8.Length);
        var text = buffer.AsSpan(0, Encoding.UTF8.GetChars(utf8, buffer));
        var mayContain = !hasOnlyAsciiInitials || text.ContainsAnyExcept(SelfNormalizingCharacters) || text.ContainsAny(prefixes);
        ArrayPool<char>.Shared.Return(buffer);
        return mayContain;
    }

    /// <summary>
    /// Returns the prefixes to search for. Every word with this stem starts with the prefix (the stem of `happy` is `happi`), and so does
    /// every word that <see cref="Highlighter"/> treats as equal. Variants with an apostrophe are included: `obrien` also finds O’Brien.
    /// </summary>
    private static IEnumerable<string> GetPrefixes(string stem)
    {
        var prefix = stem.Length <= 3 ? stem[..1] : stem[..Math.Min(stem.Length - 1, Math.Max(4, stem.Length - 3))];
        return [prefix, .. from index in Enumerable.Range(1, prefix.Length - 1) from apostrophe in "'’‘" select prefix.Insert(index, apostrophe.ToString())];
    }
}
