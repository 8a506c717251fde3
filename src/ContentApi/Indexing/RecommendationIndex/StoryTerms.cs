using System.Runtime.InteropServices;
using ContentApi.Core.Text;

namespace ContentApi.Indexing.RecommendationIndex;

/// <summary>The terms of a story as compared by the recommender and stored in `story_terms`.</summary>
internal sealed record StoryTerms
{
    /// <summary>
    /// The maximum number of terms that are stored with their counts. The other terms only count toward document frequencies.
    /// </summary>
    public const int MaxStoredTerms = 400;

    /// <summary>The number of strongest terms that make up the text vector.</summary>
    public const int MaxVectorTerms = 150;

    /// <summary>The number of strongest terms that have postings.</summary>
    public const int MaxPostedTerms = 60;

    /// <summary>The BM25 parameter k1: term frequency saturation.</summary>
    private const float K1 = 3f;

    /// <summary>The BM25 parameter b: length normalization.</summary>
    private const float B = 0.75f;

    /// <summary>The weight of a word pair relative to a single word.</summary>
    private const float PairWeight = 0.5f;

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
    /// Five numbers, in this order: the norm of the text, the norm of all stored single words, the norm of the title, the total weight of
    /// the title, and the norm of the lead (title and dek together).
    /// </summary>
    public required float[] Norms { get; init; }

    public float TextNorm => Norms[0];

    public float SingleWordNorm => Norms[1];

    public float TitleNorm => Norms[2];

    public float TitleWeight => Norms[3];

    public float LeadNorm => Norms[4];

    /// <summary>Selects the strongest terms of a story and computes the norms of its vectors.</summary>
    public static StoryTerms Create(StoryAttributes attributes, TermCounts termCounts, TermStatistics statistics)
    {
        // Sorts by descending weight, then by ascending term. The sort keys are integers, because sorting with a comparer is several times
        // slower. The bit patterns of non-negative floats have the same order as their values.
        var (sortKeys, counts) = (new ulong[termCounts.Terms.Length], (short[])[.. termCounts.Counts]);
        for (var i = 0; i < sortKeys.Length; i++)
        {
            var weight = ComputeWeight(termCounts.Terms[i], termCounts.Counts[i], termCounts.WordCount, statistics);
            sortKeys[i] = ((ulong)~BitConverter.SingleToUInt32Bits(weight) << 32) | ((uint)termCounts.Terms[i] ^ 0x8000_0000);
        }

        Array.Sort(sortKeys, counts);
        var terms = Array.ConvertAll(sortKeys, sortKey => (int)((uint)sortKey ^ 0x8000_0000));
        var storedCount = Math.Min(MaxStoredTerms, terms.Length);
        var (textSquares, singleWordSquares) = (0f, 0f);
        for (var i = 0; i < storedCount; i++)
        {
            var weight = BitConverter.UInt32BitsToSingle(~(uint)(sortKeys[i] >> 32));
            textSquares += i < MaxVectorTerms ? weight * weight : 0;
            singleWordSquares += terms[i] >= 0 ? weight * weight : 0;
        }

        var (titleNorm, titleWeight) = ComputeNorm(termCounts.TitleTerms, statistics);
        var (leadNorm, _) = ComputeNorm(termCounts.LeadTerms, statistics);
        return new()
        {
            Id = attributes.Id,
            Revision = attributes.Revision,
            Founder = attributes.Founder,
            Topics = attributes.Topics,
            WordCount = termCounts.WordCount,
            PackedTerms = Pack<int>(terms.AsSpan(..storedCount)),
            PackedCounts = Pack<short>(counts.AsSpan(..storedCount)),
            PackedOtherTerms = Pack<int>(terms.AsSpan(storedCount..)),
            TitleTerms = termCounts.TitleTerms,
            LeadTerms = termCounts.LeadTerms,
            Norms = [MathF.Sqrt(textSquares), MathF.Sqrt(singleWordSquares), titleNorm, titleWeight, leadNorm],
        };
    }

    /// <summary>Returns the BM25 weight of a term in a story of <paramref name="wordCount"/> words.</summary>
    public static float ComputeWeight(int term, int count, int wordCount, TermStatistics statistics) =>
        ComputeWeight(term, statistics.ComputeIdf(term), count, wordCount, statistics);

    /// <summary>Returns the BM25 weight of a term with a known inverse document frequency.</summary>
    public static float ComputeWeight(int term, float idf, int count, int wordCount, TermStatistics statistics) =>
        idf * ComputeSaturation(count, wordCount, statistics) * (term < 0 ? PairWeight : 1);

    /// <summary>
    /// Returns the factor of the weight that depends only on the story: term frequency saturation and length normalization.
    /// </summary>
    private static float ComputeSaturation(int count, int wordCount, TermStatistics statistics) =>
        count * (K1 + 1) / (count + (K1 * (1 - B + (B * wordCount / statistics.AverageWordCount))));

    /// <summary>
    /// Returns the postings of the story: its strongest terms and those of its title, each with its impact, from 0 to 10,000.
    /// </summary>
    public IEnumerable<(int Term, short Impact)> BuildPostings(TermStatistics statistics)
    {
        var titleTerms = TitleTerms.ToHashSet();
        for (var i = 0; i < Terms.Length; i++)
        {
            var isTitleTerm = titleTerms.Contains(Terms[i]);
            if (i < MaxPostedTerms || isTitleTerm)
            {
                var weight = ComputeWeight(Terms[i], Counts[i], WordCount, statistics) / Math.Max(TextNorm, 1e-6f);
                weight += isTitleTerm ? 0.4f * statistics.ComputeIdf(Terms[i]) / Math.Max(TitleNorm, 1e-6f) : 0;
                yield return (Terms[i], (short)Math.Clamp(weight * 10_000 / 1.4f, 0, 10_000));
            }
        }
    }

    private static byte[] Pack<T>(ReadOnlySpan<T> numbers)
        where T : struct =>
        MemoryMarshal.AsBytes(numbers).ToArray();

    private static (float Norm, float Sum) ComputeNorm(int[] terms, TermStatistics statistics)
    {
        var (sumOfSquares, sum) = (0f, 0f);
        foreach (var term in terms)
        {
            var idf = statistics.ComputeIdf(term);
            sumOfSquares += idf * idf;
            sum += idf;
        }

        return (MathF.Sqrt(sumOfSquares), sum);
    }
}
