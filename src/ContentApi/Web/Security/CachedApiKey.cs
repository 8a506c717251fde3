namespace ContentApi.Web.Security;

/// <summary>An API key in the cache of a node. It may have expired.</summary>
internal sealed record CachedApiKey(Caller Caller, byte[] Hash, DateTime? ExpiresAt, int? RateLimit, ApiKeyUsage Usage);

/// <summary>Tracks the last use of a key. Updated at most once a second, to avoid cache line contention on busy keys.</summary>
internal sealed class ApiKeyUsage
{
    private long lastUsed;
    private long lastReported;

    public void Record(DateTime now)
    {
        if (now.Ticks - Volatile.Read(ref lastUsed) >= TimeSpan.TicksPerSecond)
        {
            Volatile.Write(ref lastUsed, now.Ticks);
        }
    }

    /// <summary>Returns the last use, or null if it was already returned.</summary>
    public DateTime? TakeUnreported()
    {
        var last = Volatile.Read(ref lastUsed);
        return Interlocked.Exchange(ref lastReported, last) == last ? null : new DateTime(last, DateTimeKind.Utc);
    }
}
