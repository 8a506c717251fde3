using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace ContentApi.Core.Text;

/// <summary>Caches the terms of words, because stemming dominates the cost. Thread-safe.</summary>
internal sealed class Vocabulary
{
    private readonly ConcurrentDictionary<string, int> terms = new(StringComparer.Ordinal);

    /// <summary>Gets the term of a word, or 0 for a stop word.</summary>
    public int this[string word] => terms.GetOrAdd(word, static word => StopWords.Has(word) ? 0 : TermExtractor.Term(word));

    /// <summary>
    /// Returns a written form of each term: the shortest of its words, which is usually the word without endings. Word pairs have none
    /// (`term.word` is empty), because they are never displayed.
    /// </summary>
    public Dictionary<int, string> Written()
    {
        Dictionary<int, string> written = [];
        foreach (var (word, term) in terms.Where(known => known.Value != 0))
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(written, term, out var again);
            known = again ? Shorter(known!, word) : word;
        }

        return written;
    }

    private static string Shorter(string one, string other) =>
        one.Length != other.Length ? (one.Length < other.Length ? one : other) : (string.CompareOrdinal(one, other) < 0 ? one : other);
}
