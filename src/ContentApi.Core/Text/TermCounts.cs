using System.Runtime.InteropServices;

namespace ContentApi.Core.Text;

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
