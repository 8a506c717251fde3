using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ContentApi.Search;

namespace ContentApi.Recommendations.Index;

/// <summary>What the recommender reads of a story.</summary>
internal sealed record StoryText(string Title, string? Dek, string Body, IReadOnlyList<TakeawayText> Takeaways)
{
    /// <summary>As it is read from the library.</summary>
    internal sealed record Row
    {
        public required Guid Id { get; init; }

        public required string Slug { get; init; }

        public required long Revision { get; init; }

        public required Guid? Founder { get; init; }

        public required string Title { get; init; }

        public required string? Dek { get; init; }

        public required string Body { get; init; }

        public required Guid[] Topics { get; init; }

        public StoryHead Head => new(Id, Slug, Revision, Founder, Topics);

        public StoryText ToText(IReadOnlyList<TakeawayText> takeaways) => new(Title, Dek, Body, takeaways);
    }
}

/// <summary>A lesson's words.</summary>
internal sealed record TakeawayText(Guid StoryId, Guid Id, string Statement, string? Explanation)
{
    public string All => $"{Statement} {Explanation}";
}

/// <summary>The terms of one text: how often each stands there, and how it is written, see <see cref="TermReader.Shorter"/>.</summary>
internal sealed class TermCounts
{
    public Dictionary<int, (int Count, string Written)> Terms { get; } = new(Usual);

    /// <summary>A story of ten minutes has about so many terms: dictionaries that grow to it leave more garbage than all else.</summary>
    internal const int Usual = 1000;

    /// <summary>Distinct single words of the title, and of title and dek.</summary>
    public int[] Title { get; init; } = [];

    public int[] Lead { get; init; } = [];

    /// <summary>Words in all, with repetitions.</summary>
    public int Words { get; set; }
}

/// <summary>The same, packed: a rebuild holds those of all stories.</summary>
internal sealed record ReadTerms(int[] Terms, int[] Counts, int[] Title, int[] Lead, int Words)
{
    public static ReadTerms Of(TermCounts read) => new([.. read.Terms.Keys], [.. read.Terms.Values.Select(term => term.Count)], read.Title, read.Lead, read.Words);
}

/// <summary>Makes terms of a story's text: stems of words, and pairs of words that belong together.</summary>
internal static class TermReader
{
    /// <summary>How often each pair stands in the story that this thread reads.</summary>
    [ThreadStatic]
    private static Dictionary<int, int>? scratch;

    /// <summary>
    /// All terms of a story. Two words in sequence are a term where they stand in the title or come again: without that bound a
    /// library has ten times as many terms, and the measured quality was no better (nDCG@4 0.510 with it, 0.500 without, odd ids).
    /// </summary>
    /// <param name="story">The story.</param>
    /// <param name="vocabulary">The terms of the words met so far, of this and other stories: stems cost more than all else. 0 is a stop word.</param>
    public static TermCounts Read(StoryText story, ConcurrentDictionary<string, int>? vocabulary = null)
    {
        var title = Singles(story.Title).ToArray();
        var lead = Singles(story.Dek ?? "").Concat(title).Distinct().ToArray();
        var terms = new TermCounts { Title = title.Distinct().ToArray(), Lead = lead };
        vocabulary ??= new(StringComparer.Ordinal);
        var pairs = scratch ??= new(2 * TermCounts.Usual);
        pairs.Clear();

        Count(story.Title, terms, pairs, vocabulary, paired: 2);
        foreach (var text in new[] { story.Title, story.Dek, story.Body }.Concat(story.Takeaways.Select(takeaway => takeaway.All)))
        {
            Count(text ?? "", terms, pairs, vocabulary, paired: 1);
        }

        return terms;
    }

    /// <summary>
    /// Of two ways to write a term the shorter one stands for it: most often it is the word itself, without its endings. The same
    /// whichever comes first.
    /// </summary>
    public static string Shorter(string one, string other) =>
        one.Length != other.Length ? (one.Length < other.Length ? one : other) : (string.CompareOrdinal(one, other) < 0 ? one : other);

    /// <summary>The single words of a text that mean something, as terms.</summary>
    public static IEnumerable<int> Singles(string text) =>
        Wording.Words(text).SelectMany(word => Parts(word.Text)).Where(part => !StopWords.Has(part)).Select(part => Hash(EnglishStem.Of(part)));

    private static void Count(string text, TermCounts terms, Dictionary<int, int> pairs, ConcurrentDictionary<string, int> vocabulary, int paired)
    {
        var (before, beforeTerm) = ("", 0);
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

        void Single(string word)
        {
            terms.Words++;
            var term = vocabulary.GetOrAdd(word, Term);
            if (term != 0)
            {
                ref var single = ref CollectionsMarshal.GetValueRefOrAddDefault(terms.Terms, term, out var again);
                single = (single.Count + 1, again ? Shorter(word, single.Written) : word);
                if (beforeTerm != 0)
                {
                    Pair(unchecked((beforeTerm * 31) + term) | int.MinValue, before, word); // negative: the sign tells pairs from single words
                }
            }

            (before, beforeTerm) = (word, term);
        }

        void Pair(int pair, string first, string second)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, pair, out _);
            count += paired;
            if (count > 1)
            {
                ref var term = ref CollectionsMarshal.GetValueRefOrAddDefault(terms.Terms, pair, out var again);
                term = (count, again ? term.Written : $"{first} {second}");
            }
        }
    }

    private static int Term(string word) => StopWords.Has(word) ? 0 : Hash(EnglishStem.Of(word));

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
