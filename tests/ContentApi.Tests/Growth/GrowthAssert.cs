using System.Diagnostics;

namespace ContentApi.Tests.Growth;

/// <summary>Runs alone: other tests would take processor time from one of two measurements and not from the other.</summary>
[CollectionDefinition(nameof(GrowthCollection), DisableParallelization = true)]
public sealed class GrowthCollection;

/// <summary>Compares the time of an input with that of an input eight times as long.</summary>
internal static class GrowthAssert
{
    /// <summary>The ratio of the input sizes.</summary>
    private const int Factor = 8;

    /// <summary>The largest allowed ratio of the times: twice the ratio of the sizes. Quadratic work takes 64 times as long.</summary>
    private const double Most = 2 * Factor;

    /// <summary>The number of attempts. Other load can disturb one of them; superlinear work exceeds the bound in all.</summary>
    private const int Tries = 8;

    /// <summary>Fails if an input eight times as long takes more than 16 times as long.</summary>
    /// <param name="prepare">Creates the input of a size, and returns the work on it and the length of the input.</param>
    /// <param name="longest">The longest input that the service accepts.</param>
    /// <param name="enough">The time of the smaller input that is long enough to compare.</param>
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

        var ratio = Ratio(prepare, size);
        if (ratio > Most && prepare(2 * Factor * size).Length <= longest)
        {
            // A limit between the two sizes changes the kind of work. Beyond it, the ratio of linear work is within the bound.
            ratio = Ratio(prepare, size *= 2);
        }

        Assert.True(ratio <= Most, $"{Factor * size} take {ratio:N1} times as long as {size}");
    }

    private static double Ratio(Func<int, (Action Work, int Length)> prepare, int size)
    {
        var ratio = double.MaxValue;
        for (var i = 0; i < Tries && ratio > Most; i++)
        {
            var time = Fastest(prepare(size).Work);
            ratio = Math.Min(ratio, Fastest(prepare(Factor * size).Work) / time);
        }

        return ratio;
    }

    private static TimeSpan Fastest(Action work)
    {
        var first = Measure(work);
        var second = Measure(work);
        return first < second ? first : second;
    }

    /// <summary>Measures the time without garbage collection pauses: larger inputs survive more collections, each marking them.</summary>
    private static TimeSpan Measure(Action work)
    {
        var (paused, start) = (GC.GetTotalPauseDuration(), Stopwatch.GetTimestamp());
        work();
        var time = Stopwatch.GetElapsedTime(start) - (GC.GetTotalPauseDuration() - paused);
        return time > TimeSpan.FromMicroseconds(1) ? time : TimeSpan.FromMicroseconds(1);
    }
}
