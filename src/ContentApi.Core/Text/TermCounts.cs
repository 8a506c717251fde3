using System.Runtime.InteropServices;

namespace ContentApi.Core.Text;

/// <summary>The terms of a text, in no particular order, with their frequencies.</summary>
/// <param name="Terms">The terms.</param>
/// <param name="Counts">The frequency of each term, in the order of the terms.</param>
/// <param name="Title">Distinct single words of the title.</param>
/// <param name="Lead">Distinct single words of title and dek.</param>
/// <param name="Words">The number of words, with repetitions.</param>
internal sealed record TermCounts(int[] Terms, short[] Counts, int[] Title, int[] Lead, int Words)
{
    /// <summary>Returns a binary form for storage: the numbers one after the other.</summary>
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
