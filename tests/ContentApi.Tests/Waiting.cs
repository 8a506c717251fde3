namespace ContentApi.Tests;

/// <summary>Waits for conditions in tests.</summary>
internal static class Waiting
{
    /// <summary>The time after which an operation counts as hanging.</summary>
    /// <remarks>Test machines are shared and slow, so time limits in tests detect hangs and quadratic time, not slowness.</remarks>
    public static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    /// <summary>Polls until a condition is met. Fails the test after <paramref name="seconds"/>.</summary>
    public static Task Until(Func<bool> condition, double seconds = 20) => Until(() => Task.FromResult(condition()), seconds);

    /// <inheritdoc cref="Until(Func{bool}, double)"/>
    public static async Task Until(Func<Task<bool>> condition, double seconds = 20)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start).TotalSeconds < seconds, "The condition was not met in time.");
            await Task.Delay(5);
        }
    }
}
