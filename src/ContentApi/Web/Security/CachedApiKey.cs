namespace ContentApi.Web.Security;

/// <summary>An API key in the cache of a node. It may have expired.</summary>
internal sealed record CachedApiKey(Caller Caller, byte[] Hash, DateTime? ExpiresAt, int? RateLimit, ApiKeyUsage Usage);

/// <summary>Tracks the last use of a key. Updated at most once a second, to avoid cache line contention on busy keys.</summary>
internal sealed class ApiKeyUsage
{
    private long at;
    private long told;

    public void Note(DateTime now)
    {
        if (now.Ticks - Volatile.Read(ref at) >= TimeSpan.TicksPerSecond)
        {
            Volatile.Write(ref at, now.Ticks);
        }
    }

    /// <summary>Returns the last use, or null if it was already returned.</summary>
    public DateTime? Take()
    {
        var last = Volatile.Read(ref at);
        return Interlocked.Exchange(ref told, last) == last ? null : new DateTime(last, DateTimeKind.Utc);
    }
}
