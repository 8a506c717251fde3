namespace ContentApi.Web.Security;

/// <summary>A valid key as a node holds it; it may have expired since.</summary>
internal sealed record CachedApiKey(Caller Caller, byte[] Hash, DateTime? ExpiresAt, int? RateLimit, ApiKeyUsage Usage);

/// <summary>When a key was used last, to a second: written at most that often, so that busy keys do not slow down processors.</summary>
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

    /// <summary>The last use, if it was not told yet.</summary>
    public DateTime? Take()
    {
        var last = Volatile.Read(ref at);
        return Interlocked.Exchange(ref told, last) == last ? null : new DateTime(last, DateTimeKind.Utc);
    }
}
