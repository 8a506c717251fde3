using System.Collections.Concurrent;

namespace ContentApi.Web.Security;

/// <summary>
/// Limits requests by the generic cell rate algorithm (ITU-T I.371): each partition can burst one minute's worth of requests, which
/// replenish at a constant rate. Stores one number per partition, updated without locks: the time at which all requests are available
/// again.
/// </summary>
internal sealed class RateLimiter(TimeProvider clock)
{
    /// <summary>
    /// The maximum number of tracked partitions. Beyond it, new partitions are not limited, so that a flood of addresses neither exhausts
    /// memory nor blocks legitimate callers.
    /// </summary>
    internal const int MaxPartitions = 100_000;

    private const int SweepThreshold = MaxPartitions / 2;

    private readonly ConcurrentDictionary<RateLimitPartition, Allowance> allowances = new();
    private int count; // approximates allowances.Count, which would lock the whole dictionary
    private long nextSweep;

    internal int PartitionCount => allowances.Count;

    /// <summary>Acquires one request from a partition's allowance of <paramref name="perMinute"/> requests per minute.</summary>
    public RateLimitResult AttemptAcquire(RateLimitPartition partition, int perMinute)
    {
        var now = clock.GetTimestamp();
        var (window, cost) = GetWindow(perMinute);
        if (!allowances.TryGetValue(partition, out var allowance))
        {
            if (Volatile.Read(ref count) >= SweepThreshold)
            {
                Sweep(now);
            }

            if (Volatile.Read(ref count) >= MaxPartitions)
            {
                return new RateLimitResult(IsAllowed: true, perMinute, perMinute, 0);
            }

            allowance = allowances.GetOrAdd(partition, new Allowance { FullAt = now });
            Interlocked.Increment(ref count);
        }

        while (true)
        {
            var before = Volatile.Read(ref allowance.FullAt);
            var after = Math.Max(before, now) + cost;
            if (after - now > window)
            {
                return new RateLimitResult(IsAllowed: false, perMinute, 0, ToSeconds(after - now - window));
            }

            if (Interlocked.CompareExchange(ref allowance.FullAt, after, before) == before)
            {
                return new RateLimitResult(IsAllowed: true, perMinute, (int)((window - (after - now)) / cost), ToSeconds(after - now));
            }
        }
    }

    /// <summary>
    /// Returns one request to the allowance of a partition. Use it only for cheap requests, such as a 304 from the response cache.
    /// </summary>
    public void Refund(RateLimitPartition partition, int perMinute)
    {
        if (allowances.TryGetValue(partition, out var allowance))
        {
            Interlocked.Add(ref allowance.FullAt, -GetWindow(perMinute).Cost);
        }
    }

    /// <summary>Returns the length of the window, which is one minute, and the share of one request in it, in timestamp ticks.</summary>
    private (long Window, long Cost) GetWindow(int perMinute) => (clock.TimestampFrequency * 60 / perMinute * perMinute, clock.TimestampFrequency * 60 / perMinute);

    private int ToSeconds(long ticks) => (int)((ticks + clock.TimestampFrequency - 1) / clock.TimestampFrequency);

    /// <summary>
    /// Removes partitions with a full allowance, which are equivalent to new ones. Runs at most once a second; otherwise, a flood would
    /// make every request sweep.
    /// </summary>
    private void Sweep(long now)
    {
        var due = Volatile.Read(ref nextSweep);
        if (now < due || Interlocked.CompareExchange(ref nextSweep, now + clock.TimestampFrequency, due) != due)
        {
            return;
        }

        foreach (var (partition, allowance) in allowances)
        {
            if (Volatile.Read(ref allowance.FullAt) <= now)
            {
                allowances.TryRemove(partition, out _);
            }
        }

        Volatile.Write(ref count, allowances.Count);
    }

    private sealed class Allowance
    {
        /// <summary>The timestamp at which all requests are available again: the theoretical arrival time of the algorithm.</summary>
        public long FullAt;
    }
}
