using System.Buffers;
using System.Text;

namespace ContentApi.Core.Text;

/// <summary>
/// Tells at a glance, many characters at once, which texts cannot have any of some words. To take the texts of a page of twenty hits
/// apart cost three quarters of a search.
/// </summary>
/// <param name="stems">The stems of the words.</param>
internal sealed class TermPrefilter(IEnumerable<string> stems)
{
    /// <summary>What folds to itself, or is no letter. Where there is anything else, only a close look tells.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(0, 128).Select(c => (char)c), .. "“”‘’‚„«»–—…•·€£©®™°\u00a0"]);

    private readonly SearchValues<string> beginnings = SearchValues.Create(["\\u", .. stems.SelectMany(Beginnings)], StringComparison.OrdinalIgnoreCase);
    private readonly bool isPlain = stems.All(stem => char.IsAscii(stem[0]));

    /// <summary>False: none of the words is in the text.</summary>
    /// <param name="utf8">A text, or JSON with texts, in which characters may be escaped.</param>
    public bool MayHave(ReadOnlySpan<byte> utf8)
    {
        var pooled = ArrayPool<char>.Shared.Rent(utf8.Length);
        var text = pooled.AsSpan(0, Encoding.UTF8.GetChars(utf8, pooled));
        var may = !isPlain || text.ContainsAnyExcept(Plain) || text.ContainsAny(beginnings);
        ArrayPool<char>.Shared.Return(pooled);
        return may;
    }

    /// <summary>
    /// What a word has in common with its stem (all but the last letter, but for short ones: `dying` is `die`) and with what
    /// <see cref="Highlighter"/> takes for the same in other languages, as it may be written: O’Brien is looked for as `obrien`.
    /// </summary>
    private static IEnumerable<string> Beginnings(string stem)
    {
        var start = stem.Length <= 3 ? stem[..1] : stem[..Math.Min(stem.Length - 1, Math.Max(4, stem.Length - 3))];
        return [start, .. from at in Enumerable.Range(1, start.Length - 1) from apostrophe in "'’‘" select start.Insert(at, apostrophe.ToString())];
    }
}
