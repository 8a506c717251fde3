namespace ContentApi.Web.Connections;

/// <summary>
/// Bounds the number of open connections, including upgraded ones. Kestrel closes connections beyond its limit, but accepts faster than
/// it closes, so that a burst could exhaust the file descriptors. Accepting pauses at <see cref="ConnectionLimit.MaxClosing"/> connections
/// beyond the limit; clients wait in the listen backlog of the operating system.
/// </summary>
internal sealed partial class ConnectionGate(ConnectionLimit limit, TimeProvider clock, ILogger<ConnectionGate> logger) : IDisposable
{
    private static readonly TimeSpan WarningInterval = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim? slots = limit.MaxConnections is { } connections and < int.MaxValue - ConnectionLimit.MaxClosing ? new((int)connections + ConnectionLimit.MaxClosing) : null;
    private long nextWarning = long.MinValue;

    /// <summary>Waits for a free slot and acquires it.</summary>
    public async Task Enter(CancellationToken cancellationToken)
    {
        if (slots is null)
        {
            return;
        }

        await slots.WaitAsync(cancellationToken);
        if (slots.CurrentCount < ConnectionLimit.MaxClosing)
        {
            WarnIfDue();
        }
    }

    /// <summary>Releases the slot of a closed connection.</summary>
    public void Leave() => slots?.Release();

    public void Dispose() => slots?.Dispose();

    private void WarnIfDue()
    {
        var now = clock.GetTimestamp();
        var due = Volatile.Read(ref nextWarning);
        if (now >= due && Interlocked.CompareExchange(ref nextWarning, now + (long)(WarningInterval.TotalSeconds * clock.TimestampFrequency), due) == due)
        {
            LogLimitReached(limit.MaxConnections!.Value);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The connection limit of {Limit} was reached; new connections are closed. Raise the descriptor limit (ulimit -n) or Kestrel:Limits:MaxConcurrentConnections")]
    private partial void LogLimitReached(long limit);
}
