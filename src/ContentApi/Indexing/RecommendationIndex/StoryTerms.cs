using System.Runtime.InteropServices;
using ContentApi.Core.Text;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>A story as the recommender compares it, as it is stored in `story_terms`.</summary>
internal sealed record StoryTerms
{
    /// <summary>How many of a story's terms are kept with their counts; the others are only counted.</summary>
    public const int Kept = 400;

    /// <summary>How many of them, the strongest, stand for its text.</summary>
    public const int Strongest = 150;

    /// <summary>How many of them a story is found by.</summary>
    public const int Posted = 60;

    /// <summary>Saturation and length normalisation of BM25.</summary>
    private const float K1 = 3f;
    private const float B = 0.75f;

    /// <summary>What a pair of words weighs beside a single one.</summary>
    private const float Pair = 0.5f;

    public required Guid Id { get; init; }

    public required long Revision { get; init; }

    public required Guid? Founder { get; init; }

    public required Guid[] Topics { get; init; }

    public int Number { get; set; }

    public Guid? DuplicateOf { get; set; }

    public required int Words { get; init; }

    /// <summary>The strongest, strongest first.</summary>
    public ReadOnlySpan<int> Terms => MemoryMarshal.Cast<byte, int>(PackedTerms);

    /// <summary>How often each of them stands in the story.</summary>
    public ReadOnlySpan<short> Counts => MemoryMarshal.Cast<byte, short>(PackedCounts);

    /// <summary>As they are stored: those of hundreds of stories are compared without a copy.</summary>
    public required byte[] PackedTerms { get; init; }

    public required byte[] PackedCounts { get; init; }

    /// <summary>The terms that are only counted.</summary>
    public byte[] PackedRest { get; init; } = [];

    public required int[] Title { get; init; }

    public required int[] Lead { get; init; }

    /// <summary>Lengths of the vectors: of the text, of all that is kept, of the title, the title's whole weight, of title and dek.</summary>
    public required float[] Norms { get; init; }

    public float Text => Norms[0];

    public float Full => Norms[1];

    public float TitleNorm => Norms[2];

    public float TitleMass => Norms[3];

    public float LeadNorm => Norms[4];

    public static StoryTerms Create(StoryAttributes head, TermCounts read, TermStatistics statistics)
    {
        // As numbers, which are sorted several times faster than what has to be compared: the strongest first, then the smaller. The bits
        // of weights are in the order of weights, for those are never negative.
        var (ranks, counts) = (new ulong[read.Terms.Length], (short[])[.. read.Counts]);
        for (var i = 0; i < ranks.Length; i++)
        {
            var weight = Weight(read.Terms[i], read.Counts[i], read.Words, statistics);
            ranks[i] = ((ulong)~BitConverter.SingleToUInt32Bits(weight) << 32) | ((uint)read.Terms[i] ^ 0x8000_0000);
        }

        Array.Sort(ranks, counts);
        var terms = Array.ConvertAll(ranks, rank => (int)((uint)rank ^ 0x8000_0000));
        var kept = Math.Min(Kept, terms.Length);
        var (text, full) = (0f, 0f);
        for (var i = 0; i < kept; i++)
        {
            var weight = BitConverter.UInt32BitsToSingle(~(uint)(ranks[i] >> 32));
            text += i < Strongest ? weight * weight : 0;
            full += terms[i] >= 0 ? weight * weight : 0;
        }

        var (title, mass) = Measure(read.Title, statistics);
        var (lead, _) = Measure(read.Lead, statistics);
        return new()
        {
            Id = head.Id,
            Revision = head.Revision,
            Founder = head.Founder,
            Topics = head.Topics,
            Words = read.Words,
            PackedTerms = Packed<int>(terms.AsSpan(..kept)),
            PackedCounts = Packed<short>(counts.AsSpan(..kept)),
            PackedRest = Packed<int>(terms.AsSpan(kept..)),
            Title = read.Title,
            Lead = read.Lead,
            Norms = [MathF.Sqrt(text), MathF.Sqrt(full), title, mass, lead],
        };
    }

    /// <summary>BM25's weight of a term in a story of <paramref name="words"/> words.</summary>
    public static float Weight(int term, int count, int words, TermStatistics statistics) =>
        Weight(term, statistics.Rarity(term), count, words, statistics);

    /// <summary>The same, where the rarity is known.</summary>
    public static float Weight(int term, float rarity, int count, int words, TermStatistics statistics) =>
        rarity * Saturation(count, words, statistics) * (term < 0 ? Pair : 1);

    /// <summary>The part of the weight that does not depend on the other stories with the term.</summary>
    private static float Saturation(int count, int words, TermStatistics statistics) =>
        count * (K1 + 1) / (count + (K1 * (1 - B + (B * words / statistics.AverageWords))));

    /// <summary>The terms that the story is found by, with how much each says of it, from 0 to 10,000: its strongest, and those of its title.</summary>
    public IEnumerable<(int Term, short Impact)> Postings(TermStatistics statistics)
    {
        var title = Title.ToHashSet();
        for (var i = 0; i < Terms.Length; i++)
        {
            var isTitle = title.Contains(Terms[i]);
            if (i < Posted || isTitle)
            {
                var weight = Weight(Terms[i], Counts[i], Words, statistics) / Math.Max(Text, 1e-6f);
                weight += isTitle ? 0.4f * statistics.Rarity(Terms[i]) / Math.Max(TitleNorm, 1e-6f) : 0;
                yield return (Terms[i], (short)Math.Clamp(weight * 10_000 / 1.4f, 0, 10_000));
            }
        }
    }

    private static byte[] Packed<T>(ReadOnlySpan<T> numbers)
        where T : struct =>
        MemoryMarshal.AsBytes(numbers).ToArray();

    private static (float Norm, float Mass) Measure(int[] terms, TermStatistics statistics)
    {
        var (square, mass) = (0f, 0f);
        foreach (var term in terms)
        {
            var rarity = statistics.Rarity(term);
            square += rarity * rarity;
            mass += rarity;
        }

        return (MathF.Sqrt(square), mass);
    }
}
