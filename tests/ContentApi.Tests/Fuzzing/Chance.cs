namespace ContentApi.Tests.Fuzzing;

/// <summary>Chance that comes again with its seed.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random random = new(seed);

    public bool OneIn(int times) => random.Next(times) == 0;

    public int Below(int bound) => random.Next(bound);

    public long Between(long first, long last) => random.NextInt64(first, last == long.MaxValue ? last : last + 1);

    public T Of<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];
}
