using System.Runtime.InteropServices;

namespace ContentApi.Core.Text;

/// <summary>The terms of a story, in no particular order, with their frequencies.</summary>
/// <param name="Terms">The terms.</param>
/// <param name="Counts">The frequency of each term, in the order of the terms.</param>
/// <param name="TitleTerms">The distinct terms of the title's single words.</param>
/// <param name="LeadTerms">The distinct terms of the single words of title and dek.</param>
/// <param name="WordCount">The number of words, with repetitions. Words of the title count twice.</param>
internal sealed record TermCounts(int[] Terms, short[] Counts, int[] TitleTerms, int[] LeadTerms, int WordCount)
{
    /// <summary>Serializes the counts to bytes: the word count and three array lengths, then the arrays.</summary>
    public byte[] ToBytes() =>
        [.. MemoryMarshal.AsBytes<int>([WordCount, Terms.Length, TitleTerms.Length, LeadTerms.Length, .. Terms, .. TitleTerms, .. LeadTerms]), .. MemoryMarshal.AsBytes<short>(Counts)];

    /// <summary>Deserializes the bytes that <see cref="ToBytes"/> returns.</summary>
    public static TermCounts FromBytes(ReadOnlySpan<byte> bytes)
    {
        var countBytes = 2 * MemoryMarshal.Read<int>(bytes[4..]);
        var numbers = MemoryMarshal.Cast<byte, int>(bytes[..^countBytes]);
        var (termCount, titleCount, leadCount) = (numbers[1], numbers[2], numbers[3]);
        return new(
            numbers.Slice(4, termCount).ToArray(),
            MemoryMarshal.Cast<byte, short>(bytes[^countBytes..]).ToArray(),
            numbers.Slice(4 + termCount, titleCount).ToArray(),
            numbers.Slice(4 + termCount + titleCount, leadCount).ToArray(),
            numbers[0]);
    }
}
