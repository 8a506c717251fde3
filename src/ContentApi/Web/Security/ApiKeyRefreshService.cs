using ContentApi.Data;
using Dapper;
using Npgsql;

namespace ContentApi.Web.Security;

/// <summary>
/// Keeps the <see cref="ApiKeyCache"/> current, so that a revocation takes effect on every node within a second. Also records when keys
/// were last used.
/// </summary>
internal sealed partial class ApiKeyRefreshService(Database database, ApiKeyCache keys, TimeProvider clock, ILogger<ApiKeyRefreshService> logger) : NotificationListener(database, clock)
{
    private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(5);

    private readonly TimeProvider clock = clock;
    private long lastWrite = clock.GetTimestamp();
    private bool hasWarned;

    protected override string ChannelName => ApiKeyCache.Channel;

    protected override async Task Poll(NpgsqlConnection connection, CancellationToken stoppingToken)
    {
        await keys.Load(connection, stoppingToken);
        if (clock.GetElapsedTime(lastWrite) > WriteInterval)
        {
            await WriteLastUses(connection);
            lastWrite = clock.GetTimestamp();
        }
    }

    protected override void OnFailed(Exception exception)
    {
        if (!hasWarned)
        {
            LogUnavailable(exception.Message);
            hasWarned = true;
        }
    }

    protected override void OnRecovered() => hasWarned = false;

    protected override Task OnStopping(NpgsqlConnection connection) => WriteLastUses(connection);

    /// <summary>
    /// Writes the last uses of keys in one batch, ordered by id on all nodes to avoid deadlocks. Failures are only logged, because a
    /// standby is read-only, and the next use of a key supersedes one that was not written.
    /// </summary>
    private async Task WriteLastUses(NpgsqlConnection connection)
    {
        var (ids, at) = keys.TakeLastUses();
        if (ids.Length == 0)
        {
            return;
        }

        try
        {
            await connection.ExecuteAsync(
                """
                with used as (
                  select k.id, u.at
                  from unnest(@ids, @at) as u (id, at)
                  join api_key k on k.id = u.id
                  order by k.id
                  for no key update of k
                )
                update api_key k set last_used_at = used.at
                from used
                where k.id = used.id and (k.last_used_at is null or k.last_used_at < used.at)
                """,
                new { ids, at });
        }
        catch (NpgsqlException e)
        {
            LogLastUsesNotWritten(e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "API keys cannot be read ({Reason}). The node uses its cached keys until the database is available")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(LogLevel.Debug, "The last uses of API keys were not written")]
    private partial void LogLastUsesNotWritten(Exception exception);
}
