using System.Diagnostics;

namespace ContentApi.Tests.Growth;

/// <summary>Measured alone: other tests would take the processor in one of two measurements and not in the other.</summary>
[CollectionDefinition(nameof(GrowthCollection), DisableParallelization = true)]
public sealed class GrowthCollection;

/// <summary>Measures how much longer eight times an input takes.</summary>
internal static class GrowthAssert
{
    /// <summary>How often the larger input holds the smaller one.</summary>
    private const int Factor = 8;

    /// <summary>How many times the time it may take: twice as much as in proportion. What grows with the square takes 64 times.</summary>
    private const double Most = 2 * Factor;

    /// <summary>A measurement that something else disturbed is repeated. What is not linear exceeds the bound each time.</summary>
    private const int Tries = 8;

    /// <summary>Fails where eight times the input takes more than 16 times the time.</summary>
    /// <param name="prepare">Makes the input of a size, and returns the work with it and the length of the input.</param>
    /// <param name="longest">The longest input that the product takes.</param>
    /// <param name="enough">The time of the smaller input that suffices to compare it.</param>
    public static void ShouldBeLinear(Func<int, (Action Work, int Length)> prepare, int longest, TimeSpan enough)
    {
        prepare(Factor).Work();
        var size = 16;
        var time = Measure(prepare(size).Work);
        while (time < enough && prepare(2 * Factor * size).Length <= longest)
        {
            size *= 2;
            time = Measure(prepare(size).Work);
        }

        var ratio = double.MaxValue;
        for (var i = 0; i < Tries && ratio > Most; i++)
        {
            time = Fastest(prepare(size).Work);
            var larger = Fastest(prepare(Factor * size).Work);
            ratio = Math.Min(ratio, larger / time);
        }

        Assert.True(ratio <= Most, $"{size} times took {time.TotalMilliseconds:N1} ms, {Factor * size} times {ratio:N1} times as long");
    }

    private static TimeSpan Fastest(Action work)
    {
        var first = Measure(work);
        var second = Measure(work);
        return first < second ? first : second;
    }

    /// <summary>Without the collector's pauses: a large input survives more collections than a small one, and is marked in each.</summary>
    private static TimeSpan Measure(Action work)
    {
        var (paused, start) = (GC.GetTotalPauseDuration(), Stopwatch.GetTimestamp());
        work();
        var time = Stopwatch.GetElapsedTime(start) - (GC.GetTotalPauseDuration() - paused);
        return time > TimeSpan.FromMicroseconds(1) ? time : TimeSpan.FromMicroseconds(1);
    }
}
