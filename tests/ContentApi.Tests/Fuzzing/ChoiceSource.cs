namespace ContentApi.Tests.Fuzzing;

/// <summary>
/// A sequence of choices that FsCheck generates and shrinks, and that determines a whole request. After its end each choice is 0, which
/// always selects the simplest value, so that fewer and smaller choices produce a simpler request.
/// </summary>
internal sealed class ChoiceSource(int[] choices)
{
    private int made;

    public int Below(int bound) => bound < 2 || made == choices.Length ? 0 : choices[made++] % bound;

    public bool OneIn(int times) => Below(times) == times - 1;

    public long Between(long first, long last) => first + (long)(UInt128.CreateTruncating(Big()) * (UInt128)((Int128)last - first + 1) >> 62);

    public T Of<T>(IReadOnlyList<T> values) => values[Below(values.Count)];

    /// <summary>Returns a number of 62 bits.</summary>
    private ulong Big() => ((ulong)Below(int.MaxValue) << 31) | (uint)Below(int.MaxValue);
}
