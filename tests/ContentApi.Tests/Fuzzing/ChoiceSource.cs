namespace ContentApi.Tests.Fuzzing;

/// <summary>
/// Choices in a row, such as FsCheck makes and simplifies: all of a call follows from them. Where they end, each further one is 0, which
/// always stands for the plainest thing, so that fewer and smaller choices are a plainer call.
/// </summary>
internal sealed class ChoiceSource(int[] choices)
{
    private int made;

    public int Below(int bound) => bound < 2 || made == choices.Length ? 0 : choices[made++] % bound;

    public bool OneIn(int times) => Below(times) == times - 1;

    public long Between(long first, long last) => first + (long)(UInt128.CreateTruncating(Big()) * (UInt128)((Int128)last - first + 1) >> 62);

    public T Of<T>(IReadOnlyList<T> values) => values[Below(values.Count)];

    /// <summary>Of 62 bits.</summary>
    private ulong Big() => ((ulong)Below(int.MaxValue) << 31) | (uint)Below(int.MaxValue);
}
