using System.Collections.Concurrent;

namespace ContentApi.Web.Security;

/// <summary>
/// The generic cell rate algorithm (ITU-T I.371): a caller has a minute's worth of requests, which come back evenly. Of each caller one
/// number is kept, changed without locks: the time at which all its requests will have come back.
/// </summary>
internal sealed class RateLimiter(TimeProvider clock)
{
    /// <summary>Callers that are remembered at once. Beyond it, new ones are let pass: so a flood of addresses costs no memory, and no quiet caller anything.</summary>
    internal const int MaxCallers = 100_000;

    private const int SweepAt = MaxCallers / 2;

    private readonly ConcurrentDictionary<RateLimitPartition, StrongBox> callers = new();
    private int count;
    private long nextSweep;

    internal int Remembered => callers.Count;

    /// <summary>Takes one request of <paramref name="perMinute"/> from the caller.</summary>
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

    /// <summary>Gives one request back. Call it only for a request that cost next to nothing, such as a 304 from the response cache.</summary>
    public void Refund(RateLimitPartition caller, int perMinute)
    {
        if (callers.TryGetValue(caller, out var full))
        {
            Interlocked.Add(ref full.At, -Window(perMinute).Cost);
        }
    }

    private (long Window, long Cost) Window(int perMinute) => (clock.TimestampFrequency * 60 / perMinute * perMinute, clock.TimestampFrequency * 60 / perMinute);

    private int Seconds(long ticks) => (int)((ticks + clock.TimestampFrequency - 1) / clock.TimestampFrequency);

    /// <summary>Forgets callers whose requests have all come back: they are as new ones. Once a second at most, or a flood would make each request sweep.</summary>
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
