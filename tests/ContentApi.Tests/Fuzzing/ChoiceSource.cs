namespace ContentApi.Tests.Fuzzing;

/// <summary>
/// Makes choices from a sequence of numbers that FsCheck generates and shrinks. The sequence determines a whole request. After its end
/// each choice is 0, which always selects the simplest value, so that fewer and smaller numbers produce a simpler request.
/// </summary>
internal sealed class ChoiceSource(int[] numbers)
{
    private int position;

    /// <summary>Returns a number from 0 to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => bound < 2 || position == numbers.Length ? 0 : numbers[position++] % bound;

    /// <summary>Returns true with a probability of 1 / <paramref name="count"/>.</summary>
    public bool OneIn(int count) => Below(count) == count - 1;

    public long Between(long first, long last) => first + (long)(UInt128.CreateTruncating(NextUInt62()) * (UInt128)((Int128)last - first + 1) >> 62);

    public T Pick<T>(IReadOnlyList<T> values) => values[Below(values.Count)];

    /// <summary>Returns a 62-bit number.</summary>
    private ulong NextUInt62() => ((ulong)Below(int.MaxValue) << 31) | (uint)Below(int.MaxValue);
}
