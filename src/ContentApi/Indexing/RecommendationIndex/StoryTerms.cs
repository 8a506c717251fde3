using System.Runtime.InteropServices;
using ContentApi.Core.Text;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>The terms of a story as compared by the recommender and stored in `story_terms`.</summary>
internal sealed record StoryTerms
{
    /// <summary>The number of terms that are stored with their counts; the others only count toward document frequencies.</summary>
    public const int Kept = 400;

    /// <summary>The number of strongest terms that make up the text vector.</summary>
    public const int Strongest = 150;

    /// <summary>The number of strongest terms that have postings.</summary>
    public const int Posted = 60;

    /// <summary>Term frequency saturation (k1) and length normalization (b) of BM25.</summary>
    private const float K1 = 3f;
    private const float B = 0.75f;

    /// <summary>The weight of a word pair relative to a single word.</summary>
    private const float Pair = 0.5f;

    public required Guid Id { get; init; }

    public required long Revision { get; init; }

    public required Guid? Founder { get; init; }

    public required Guid[] Topics { get; init; }

    public int DocumentNumber { get; set; }

    public Guid? DuplicateOf { get; set; }

    public required int WordCount { get; init; }

    /// <summary>The stored terms, strongest first.</summary>
    public ReadOnlySpan<int> Terms => MemoryMarshal.Cast<byte, int>(PackedTerms);

    /// <summary>The number of occurrences of each of <see cref="Terms"/>.</summary>
    public ReadOnlySpan<short> Counts => MemoryMarshal.Cast<byte, short>(PackedCounts);

    /// <summary><see cref="Terms"/> as stored, so that hundreds of stories are compared without copying.</summary>
    public required byte[] PackedTerms { get; init; }

    public required byte[] PackedCounts { get; init; }

    /// <summary>The terms that only count toward document frequencies.</summary>
    public byte[] PackedOtherTerms { get; init; } = [];

    public required int[] TitleTerms { get; init; }

    public required int[] LeadTerms { get; init; }

    /// <summary>
    /// The norms of the vectors: of the text, of all stored single words, of the title, the total weight of the title, of title and dek.
    /// </summary>
    public required float[] Norms { get; init; }

    public float Text => Norms[0];

    public float Full => Norms[1];

    public float TitleNorm => Norms[2];

    public float TitleMass => Norms[3];

    public float LeadNorm => Norms[4];

    public static StoryTerms Create(StoryAttributes head, TermCounts read, TermStatistics statistics)
    {
        // Sorts integers, which is several times faster than sorting with a comparer: by descending weight, then by ascending term. The bit
        // patterns of non-negative floats have the same order as their values.
        var (ranks, counts) = (new ulong[read.Terms.Length], (short[])[.. read.Counts]);
        for (var i = 0; i < ranks.Length; i++)
        {
            var weight = Weight(read.Terms[i], read.Counts[i], read.WordCount, statistics);
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

        var (title, mass) = Measure(read.TitleTerms, statistics);
        var (lead, _) = Measure(read.LeadTerms, statistics);
        return new()
        {
            Id = head.Id,
            Revision = head.Revision,
            Founder = head.Founder,
            Topics = head.Topics,
            WordCount = read.WordCount,
            PackedTerms = Packed<int>(terms.AsSpan(..kept)),
            PackedCounts = Packed<short>(counts.AsSpan(..kept)),
            PackedOtherTerms = Packed<int>(terms.AsSpan(kept..)),
            TitleTerms = read.TitleTerms,
            LeadTerms = read.LeadTerms,
            Norms = [MathF.Sqrt(text), MathF.Sqrt(full), title, mass, lead],
        };
    }

    /// <summary>Returns the BM25 weight of a term in a story of <paramref name="words"/> words.</summary>
    public static float Weight(int term, int count, int words, TermStatistics statistics) =>
        Weight(term, statistics.Rarity(term), count, words, statistics);

    /// <summary>Returns the BM25 weight of a term with a known inverse document frequency.</summary>
    public static float Weight(int term, float rarity, int count, int words, TermStatistics statistics) =>
        rarity * Saturation(count, words, statistics) * (term < 0 ? Pair : 1);

    /// <summary>
    /// Returns the factor of the weight that depends only on the story: term frequency saturation and length normalization.
    /// </summary>
    private static float Saturation(int count, int words, TermStatistics statistics) =>
        count * (K1 + 1) / (count + (K1 * (1 - B + (B * words / statistics.AverageWords))));

    /// <summary>
    /// Returns the postings of the story: its strongest terms and those of its title, each with its impact, from 0 to 10,000.
    /// </summary>
    public IEnumerable<(int Term, short Impact)> Postings(TermStatistics statistics)
    {
        var title = TitleTerms.ToHashSet();
        for (var i = 0; i < Terms.Length; i++)
        {
            var isTitle = title.Contains(Terms[i]);
            if (i < Posted || isTitle)
            {
                var weight = Weight(Terms[i], Counts[i], WordCount, statistics) / Math.Max(Text, 1e-6f);
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
