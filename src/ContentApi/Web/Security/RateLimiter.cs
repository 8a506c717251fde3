using System.Collections.Concurrent;

namespace ContentApi.Web.Security;

/// <summary>
/// Limits requests by the generic cell rate algorithm (ITU-T I.371): a caller can burst one minute's worth of requests, which replenish
/// at a constant rate. Stores one number per caller, updated without locks: the time at which all requests are available again.
/// </summary>
internal sealed class RateLimiter(TimeProvider clock)
{
    /// <summary>
    /// The maximum number of tracked callers. Beyond it, new callers are not limited, so that a flood of addresses neither exhausts
    /// memory nor blocks legitimate callers.
    /// </summary>
    internal const int MaxCallers = 100_000;

    private const int SweepAt = MaxCallers / 2;

    private readonly ConcurrentDictionary<RateLimitPartition, StrongBox> callers = new();
    private int count;
    private long nextSweep;

    internal int Remembered => callers.Count;

    /// <summary>Takes one request from the allowance of a caller, which is <paramref name="perMinute"/> requests.</summary>
    public RateLimitResult Take(RateLimitPartition caller, int perMinute)
    {
        var now = clock.GetTimestamp();
        var (window, cost) = Window(perMinute);
        if (!callers.TryGetValue(caller, out var full))
        {
            if (Volatile.Read(ref count) >= SweepAt)
            {
                Sweep(now);
            }

            if (Volatile.Read(ref count) >= MaxCallers)
            {
                return new RateLimitResult(IsAllowed: true, perMinute, perMinute, 0);
            }

            full = callers.GetOrAdd(caller, new StrongBox { At = now });
            Interlocked.Increment(ref count);
        }

        while (true)
        {
            var before = Volatile.Read(ref full.At);
            var after = Math.Max(before, now) + cost;
            if (after - now > window)
            {
                return new RateLimitResult(IsAllowed: false, perMinute, 0, Seconds(after - now - window));
            }

            if (Interlocked.CompareExchange(ref full.At, after, before) == before)
            {
                return new RateLimitResult(IsAllowed: true, perMinute, (int)((window - (after - now)) / cost), Seconds(after - now));
            }
        }
    }

    /// <summary>
    /// Returns one request to the allowance of a caller. Use it only for cheap requests, such as a 304 from the response cache.
    /// </summary>
    public void Refund(RateLimitPartition caller, int perMinute)
    {
        if (callers.TryGetValue(caller, out var full))
        {
            Interlocked.Add(ref full.At, -Window(perMinute).Cost);
        }
    }

    private (long Window, long Cost) Window(int perMinute) => (clock.TimestampFrequency * 60 / perMinute * perMinute, clock.TimestampFrequency * 60 / perMinute);

    private int Seconds(long ticks) => (int)((ticks + clock.TimestampFrequency - 1) / clock.TimestampFrequency);

    /// <summary>
    /// Removes callers with a full allowance, which are equivalent to new ones. Runs at most once a second, or a flood would make every
    /// request sweep.
    /// </summary>
    private void Sweep(long now)
    {
        var due = Volatile.Read(ref nextSweep);
        if (now < due || Interlocked.CompareExchange(ref nextSweep, now + clock.TimestampFrequency, due) != due)
        {
            return;
        }

        foreach (var (caller, full) in callers)
        {
            if (Volatile.Read(ref full.At) <= now)
            {
                callers.TryRemove(caller, out _);
            }
        }

        Volatile.Write(ref count, callers.Count);
    }

    private sealed class StrongBox
    {
        public long At;
    }
}
