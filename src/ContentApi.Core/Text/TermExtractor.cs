using System.Runtime.InteropServices;

namespace ContentApi.Core.Text;

/// <summary>Extracts the terms of a story: stems of words, and significant pairs of words.</summary>
internal static class TermExtractor
{
    /// <summary>
    /// Typical number of terms in a ten-minute story. Presizes the dictionaries, because growing them would dominate the allocations.
    /// </summary>
    private const int TypicalTermCount = 1000;

    /// <summary>Reused dictionaries of the current thread: the frequencies of terms and of word pairs.</summary>
    [ThreadStatic]
    private static (Dictionary<int, int> Terms, Dictionary<int, int> Pairs)? threadFrequencies;

    /// <summary>
    /// Extracts all terms of a story. Words of the title count twice. Two consecutive words form a term only if they are in the title or
    /// repeated: counting every pair would multiply the number of terms without better recommendations.
    /// </summary>
    public static TermCounts Extract(ComparableStory story, Vocabulary vocabulary)
    {
        var (terms, pairs) = threadFrequencies ??= (new(2 * TypicalTermCount), new(2 * TypicalTermCount));
        terms.Clear();
        pairs.Clear();

        var titleTerms = ExtractWordTerms(story.Title).ToArray();
        var leadTerms = ExtractWordTerms(story.Dek ?? "").Concat(titleTerms).Distinct().ToArray();
        var wordCount = CountTerms(story.Title, terms, pairs, vocabulary, pairWeight: 2);
        foreach (var text in new[] { story.Title, story.Dek, story.Body }.Concat(story.Takeaways.Select(takeaway => takeaway.FullText)))
        {
            wordCount += CountTerms(text ?? "", terms, pairs, vocabulary, pairWeight: 1);
        }

        return new([.. terms.Keys], [.. terms.Values.Select(count => (short)Math.Min(count, short.MaxValue))], titleTerms.Distinct().ToArray(), leadTerms, wordCount);
    }

    /// <summary>Returns the terms of the single words of a text, without stop words.</summary>
    public static IEnumerable<int> ExtractWordTerms(string text) =>
        Tokenizer.Tokenize(text).SelectMany(word => SplitWord(word.Text)).Where(part => !StopWords.Contains(part)).Select(GetTerm);

    /// <summary>Returns the term of a word: the hash of its stem.</summary>
    public static int GetTerm(string word) => ComputeHash(PorterStemmer.Stem(word));

    private static int CountTerms(string text, Dictionary<int, int> terms, Dictionary<int, int> pairs, Vocabulary vocabulary, int pairWeight)
    {
        var (wordCount, previousTerm) = (0, 0);
        foreach (var word in Tokenizer.Tokenize(text))
        {
            if (!word.Text.Contains('_'))
            {
                CountWord(word.Text); // the common case, which needs no list
                continue;
            }

            foreach (var part in SplitWord(word.Text))
            {
                CountWord(part);
            }
        }

        return wordCount;

        void CountWord(string word)
        {
            wordCount++;
            var term = vocabulary[word];
            if (term != 0)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(terms, term, out _)++;
                if (previousTerm != 0)
                {
                    CountPair(unchecked((previousTerm * 31) + term) | int.MinValue); // negative: the sign distinguishes pairs from single words
                }
            }

            previousTerm = term;
        }

        void CountPair(int pair)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, pair, out _);
            count += pairWeight;
            if (count > 1)
            {
                terms[pair] = count;
            }
        }
    }

    /// <summary>Returns the parts of an identifier with underscores, and the identifier itself. Returns any other word as is.</summary>
    private static IEnumerable<string> SplitWord(string word)
    {
        if (!word.Contains('_'))
        {
            return [word];
        }

        var identifier = word.Trim('_');
        var parts = identifier.Split('_', StringSplitOptions.RemoveEmptyEntries).Where(part => part.Length > 1);
        return identifier.Contains('_') ? parts.Append(identifier) : parts;
    }

    /// <summary>
    /// Returns the FNV-1a hash of a text as a positive number. The hash is the same on every machine and in every version. Among a million
    /// terms, about 230 pairs collide.
    /// </summary>
    private static int ComputeHash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return Math.Max(1, (int)((hash ^ (hash >> 31)) & 0x7fffffff));
    }
}
