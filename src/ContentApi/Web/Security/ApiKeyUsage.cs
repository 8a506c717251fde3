namespace ContentApi.Web.Security;

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

    /// <summary>Returns the time of the last use, or null if the key was not used since the last call.</summary>
    public DateTime? TakeUnreported()
    {
        var last = Volatile.Read(ref lastUsed);
        return Interlocked.Exchange(ref lastReported, last) == last ? null : new DateTime(last, DateTimeKind.Utc);
    }
}
