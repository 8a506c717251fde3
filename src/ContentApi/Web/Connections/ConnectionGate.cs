namespace ContentApi.Web.Connections;

/// <summary>
/// Bounds the number of open connections, including upgraded ones. Kestrel closes connections beyond its limit, but accepts faster than
/// it closes, so that a burst could exhaust the file descriptors. Accepting pauses at <see cref="ConnectionLimit.Closing"/> connections
/// beyond the limit; clients wait in the listen backlog of the operating system.
/// </summary>
internal sealed partial class ConnectionGate(ConnectionLimit limit, TimeProvider clock, ILogger<ConnectionGate> logger) : IDisposable
{
    private static readonly TimeSpan WarnEvery = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim? places = limit.Connections is { } connections and < int.MaxValue - ConnectionLimit.Closing ? new((int)connections + ConnectionLimit.Closing) : null;
    private long nextWarning = long.MinValue;

    /// <summary>Waits for a free place and takes it.</summary>
    public async Task Enter(CancellationToken cancellationToken)
    {
        if (places is null)
        {
            return;
        }

        await places.WaitAsync(cancellationToken);
        if (places.CurrentCount < ConnectionLimit.Closing)
        {
            WarnOfLimit();
        }
    }

    /// <summary>Releases the place of a closed connection.</summary>
    public void Leave() => places?.Release();

    public void Dispose() => places?.Dispose();

    private void WarnOfLimit()
    {
        var now = clock.GetTimestamp();
        var due = Volatile.Read(ref nextWarning);
        if (now >= due && Interlocked.CompareExchange(ref nextWarning, now + (long)(WarnEvery.TotalSeconds * clock.TimestampFrequency), due) == due)
        {
            LimitReached(limit.Connections!.Value);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Connection limit reached: {Limit} connections are open, and new ones are closed. Raise the descriptor limit (ulimit -n) or Kestrel:Limits:MaxConcurrentConnections")]
    private partial void LimitReached(long limit);
}
