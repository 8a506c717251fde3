using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace ContentApi.Core.Text;

/// <summary>The terms of the words that were met so far: stems cost more than all else. Several threads may use it at once.</summary>
internal sealed class Vocabulary
{
    private readonly ConcurrentDictionary<string, int> terms = new(StringComparer.Ordinal);

    /// <summary>The term of a word, 0 for a stop word.</summary>
    public int this[string word] => terms.GetOrAdd(word, static word => StopWords.Has(word) ? 0 : TermExtractor.Term(word));

    /// <summary>
    /// How people write the terms. Of two ways the shorter one stands for a term: most often it is the word itself, without its endings.
    /// Pairs of words have none (`term.word` is empty there), for nobody is shown them.
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
