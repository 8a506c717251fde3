using System.Diagnostics;

namespace ContentApi.Tests.Growth;

/// <summary>Compares the time of an input with that of an input eight times as long.</summary>
internal static class GrowthAssert
{
    /// <summary>The ratio of the input sizes.</summary>
    private const int Factor = 8;

    /// <summary>The largest accepted ratio of the times: twice the ratio of the sizes. Quadratic work takes 64 times as long.</summary>
    private const double MaxRatio = 2 * Factor;

    /// <summary>The number of attempts. Other load can disturb some of them, but superlinear work exceeds the bound in all.</summary>
    private const int Attempts = 8;

    /// <summary>Fails if an input eight times as long takes more than 16 times as long.</summary>
    /// <param name="prepare">Creates an input of the given size, and returns the work on it and its length.</param>
    /// <param name="maxLength">The length of the longest input that the service accepts.</param>
    /// <param name="minTime">The shortest time of the smaller input that is precise enough to compare.</param>
    public static void ShouldBeLinear(Func<int, (Action Work, int Length)> prepare, int maxLength, TimeSpan minTime)
    {
        prepare(Factor).Work();
        var size = 16;
        var time = Measure(prepare(size).Work);
        while (time < minTime && prepare(2 * Factor * size).Length <= maxLength)
        {
            size *= 2;
            time = Measure(prepare(size).Work);
        }

        var ratio = MeasureRatio(prepare, size);
        if (ratio > MaxRatio && prepare(2 * Factor * size).Length <= maxLength)
        {
            // A limit between the two sizes can change the kind of work. Above the limit, linear work stays within the bound.
            ratio = MeasureRatio(prepare, size *= 2);
        }

        Assert.True(ratio <= MaxRatio, $"Size {Factor * size} took {ratio:N1} times as long as size {size}.");
    }

    private static double MeasureRatio(Func<int, (Action Work, int Length)> prepare, int size)
    {
        var ratio = double.MaxValue;
        for (var i = 0; i < Attempts && ratio > MaxRatio; i++)
        {
            var time = MeasureFastest(prepare(size).Work);
            ratio = Math.Min(ratio, MeasureFastest(prepare(Factor * size).Work) / time);
        }

        return ratio;
    }

    private static TimeSpan MeasureFastest(Action work)
    {
        var first = Measure(work);
        var second = Measure(work);
        return first < second ? first : second;
    }

    /// <summary>Measures the time without the pauses of garbage collections, which are longer for larger inputs.</summary>
    private static TimeSpan Measure(Action work)
    {
        var (pausesBefore, start) = (GC.GetTotalPauseDuration(), Stopwatch.GetTimestamp());
        work();
        var time = Stopwatch.GetElapsedTime(start) - (GC.GetTotalPauseDuration() - pausesBefore);
        return time > TimeSpan.FromMicroseconds(1) ? time : TimeSpan.FromMicroseconds(1);
    }
}
