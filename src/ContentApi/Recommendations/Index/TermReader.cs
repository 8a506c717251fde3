using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ContentApi.Search;

namespace ContentApi.Recommendations.Index;

/// <summary>What the recommender reads of a story.</summary>
internal sealed record ComparableStory(string Title, string? Dek, string Body, IReadOnlyList<TakeawayText> Takeaways);

/// <summary>A lesson's words.</summary>
internal sealed record TakeawayText(Guid StoryId, Guid Id, string Statement, string? Explanation)
{
    public string All => $"{Statement} {Explanation}";
}

/// <summary>The terms of one text, in no order, and how often each stands there.</summary>
/// <param name="Terms">The terms.</param>
/// <param name="Counts">How often each of them stands in the text.</param>
/// <param name="Title">Distinct single words of the title.</param>
/// <param name="Lead">Distinct single words of title and dek.</param>
/// <param name="Words">Words in all, with repetitions.</param>
internal sealed record TermCounts(int[] Terms, short[] Counts, int[] Title, int[] Lead, int Words)
{
    /// <summary>As they are set aside: numbers one after the other.</summary>
    public byte[] Packed() =>
        [.. MemoryMarshal.AsBytes<int>([Words, Terms.Length, Title.Length, Lead.Length, .. Terms, .. Title, .. Lead]), .. MemoryMarshal.AsBytes<short>(Counts)];

    public static TermCounts Unpacked(ReadOnlySpan<byte> packed)
    {
        var counts = 2 * MemoryMarshal.Read<int>(packed[4..]);
        var numbers = MemoryMarshal.Cast<byte, int>(packed[..^counts]);
        var (terms, title, lead) = (numbers[1], numbers[2], numbers[3]);
        return new(
            numbers.Slice(4, terms).ToArray(),
            MemoryMarshal.Cast<byte, short>(packed[^counts..]).ToArray(),
            numbers.Slice(4 + terms, title).ToArray(),
            numbers.Slice(4 + terms + title, lead).ToArray(),
            numbers[0]);
    }
}

/// <summary>The terms of the words that were met so far: stems cost more than all else. Several threads may use it at once.</summary>
internal sealed class Vocabulary
{
    private readonly ConcurrentDictionary<string, int> terms = new(StringComparer.Ordinal);

    /// <summary>The term of a word, 0 for a stop word.</summary>
    public int this[string word] => terms.GetOrAdd(word, static word => StopWords.Has(word) ? 0 : TermReader.Term(word));

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

/// <summary>Makes terms of a story's text: stems of words, and pairs of words that belong together.</summary>
internal static class TermReader
{
    /// <summary>A story of ten minutes has about so many terms: dictionaries that grow to it leave more garbage than all else.</summary>
    private const int UsualTerms = 1000;

    /// <summary>How often each term, and each pair, stands in the story that this thread reads.</summary>
    [ThreadStatic]
    private static (Dictionary<int, int> Terms, Dictionary<int, int> Pairs)? scratch;

    /// <summary>
    /// All terms of a story. Two words in sequence are a term where they stand in the title or come again: without that bound a
    /// library has ten times as many terms, and the measured quality was no better (nDCG@4 0.510 with it, 0.500 without, odd ids).
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

    /// <summary>The single words of a text that mean something, as terms.</summary>
    public static IEnumerable<int> Singles(string text) =>
        Wording.Words(text).SelectMany(word => Parts(word.Text)).Where(part => !StopWords.Has(part)).Select(Term);

    /// <summary>A word's term: the hash of its stem.</summary>
    public static int Term(string word) => Hash(EnglishStem.Of(word));

    private static int Count(string text, Dictionary<int, int> terms, Dictionary<int, int> pairs, Vocabulary vocabulary, int paired)
    {
        var (words, before) = (0, 0);
        foreach (var word in Wording.Words(text))
        {
            if (!word.Text.Contains('_'))
            {
                Single(word.Text); // nearly always, and without a list of one
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
                    Pair(unchecked((before * 31) + term) | int.MinValue); // negative: the sign tells pairs from single words
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

    /// <summary>Names of programs are written with underscores; their parts are words as well.</summary>
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

    /// <summary>FNV-1a, without its sign: the same on every machine and in every version. Of a million terms some hundred share theirs.</summary>
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

/// <summary>Words of English that say nothing about a story. In other languages, and in technical ones, frequency tells.</summary>
internal static class StopWords
{
    private static readonly HashSet<string> English =
    [
        .. """
        a about above after again against all also am an and any are as at be because been before being below between both but by can cant cannot could
        did didnt do does doesnt doing dont down during each even ever every few for from further get gets got had has have having he hed her here hers
        herself him himself his how i if in into is isnt it its itself just like made make many may me might more most much must my myself never no nor
        not now of off on once one only or other our ours out over own said same say says she should so some still such than that thats the their theirs
        them themselves then there these they this those through to too two under until up upon us very was wasnt we went were what when where which while
        who whom whose why will with within without would yet you your yours
        """.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
    ];

    public static bool Has(string word) => English.Contains(word);
}
