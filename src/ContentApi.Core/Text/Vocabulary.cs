using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace ContentApi.Core.Text;

/// <summary>Caches the terms of words, because stemming dominates the cost. Thread-safe.</summary>
internal sealed class Vocabulary
{
    private readonly ConcurrentDictionary<string, int> terms = new(StringComparer.Ordinal);

    /// <summary>Gets the term of a word, or 0 for a stop word.</summary>
    public int this[string word] => terms.GetOrAdd(word, static word => StopWords.Contains(word) ? 0 : TermExtractor.GetTerm(word));

    /// <summary>
    /// Returns a display form of each term: the shortest of its words, which is usually the word without endings. Word pairs have no
    /// display form (`term.word` is empty), because they are never displayed.
    /// </summary>
    public Dictionary<int, string> GetDisplayForms()
    {
        Dictionary<int, string> displayForms = [];
        foreach (var (word, term) in terms.Where(entry => entry.Value != 0))
        {
            ref var displayForm = ref CollectionsMarshal.GetValueRefOrAddDefault(displayForms, term, out var exists);
            displayForm = exists ? ChooseDisplayForm(displayForm!, word) : word;
        }

        return displayForms;
    }

    private static string ChooseDisplayForm(string first, string second) =>
        first.Length != second.Length ? (first.Length < second.Length ? first : second) : (string.CompareOrdinal(first, second) < 0 ? first : second);
}
