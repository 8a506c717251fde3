using System.Runtime.InteropServices;

namespace ContentApi.Core.Text;

/// <summary>Extracts the terms of a story: stems of words, and significant pairs of words.</summary>
internal static class TermExtractor
{
    /// <summary>
    /// Typical number of terms in a ten-minute story. Presizes the dictionaries, because growing them would dominate the allocations.
    /// </summary>
    private const int UsualTerms = 1000;

    /// <summary>Frequencies of the terms and pairs in the story that the current thread reads.</summary>
    [ThreadStatic]
    private static (Dictionary<int, int> Terms, Dictionary<int, int> Pairs)? scratch;

    /// <summary>
    /// Returns all terms of a story. Two consecutive words form a term only if they are in the title or repeated: otherwise a library would
    /// have many times as many terms without better recommendations.
    /// </summary>
    public static TermCounts Read(ComparableStory story, Vocabulary vocabulary)
    {
        var (terms, pairs) = scratch ??= (new(2 * UsualTerms), new(2 * UsualTerms));
        terms.Clear();
        pairs.Clear();

        var title = Singles(story.Title).ToArray();
        var lead = Singles(story.Dek ?? "").Concat(title).Distinct().ToArray();
        var words = Count(story.Title, terms, pairs, vocabulary, paired: 2);
        foreach (var text in new[] { story.Title, story.Dek, story.Body }.Concat(story.Takeaways.Select(takeaway => takeaway.All)))
        {
            words += Count(text ?? "", terms, pairs, vocabulary, paired: 1);
        }

        return new([.. terms.Keys], [.. terms.Values.Select(count => (short)Math.Min(count, short.MaxValue))], title.Distinct().ToArray(), lead, words);
    }

    /// <summary>Returns the terms of the single words of a text, without stop words.</summary>
    public static IEnumerable<int> Singles(string text) =>
        Tokenizer.Tokenize(text).SelectMany(word => Parts(word.Text)).Where(part => !StopWords.Has(part)).Select(Term);

    /// <summary>Returns the term of a word: the hash of its stem.</summary>
    public static int Term(string word) => Hash(PorterStemmer.Stem(word));

    private static int Count(string text, Dictionary<int, int> terms, Dictionary<int, int> pairs, Vocabulary vocabulary, int paired)
    {
        var (words, before) = (0, 0);
        foreach (var word in Tokenizer.Tokenize(text))
        {
            if (!word.Text.Contains('_'))
            {
                Single(word.Text); // the common case, which needs no list
                continue;
            }

            foreach (var part in Parts(word.Text))
            {
                Single(part);
            }
        }

        return words;

        void Single(string word)
        {
            words++;
            var term = vocabulary[word];
            if (term != 0)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(terms, term, out _)++;
                if (before != 0)
                {
                    Pair(unchecked((before * 31) + term) | int.MinValue); // negative: the sign distinguishes pairs from single words
                }
            }

            before = term;
        }

        void Pair(int pair)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, pair, out _);
            count += paired;
            if (count > 1)
            {
                terms[pair] = count;
            }
        }
    }

    /// <summary>Splits an identifier with underscores into its parts, and keeps the whole as well.</summary>
    private static IEnumerable<string> Parts(string word)
    {
        if (!word.Contains('_'))
        {
            return [word];
        }

        var whole = word.Trim('_');
        var parts = whole.Split('_', StringSplitOptions.RemoveEmptyEntries).Where(part => part.Length > 1);
        return whole.Contains('_') ? parts.Append(whole) : parts;
    }

    /// <summary>
    /// Returns the FNV-1a hash without its sign, which is the same on every machine and in every version. About a hundred of a million
    /// terms collide.
    /// </summary>
    private static int Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return Math.Max(1, (int)((hash ^ (hash >> 31)) & 0x7fffffff));
    }
}
