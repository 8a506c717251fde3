using System.Data;
using ContentApi.Data;
using Dapper;
using Npgsql;

namespace ContentApi.Web.Security;

/// <summary>
/// Keeps the API keys of this node current: a revocation takes effect on every node within a second. It uses a dedicated connection, so
/// that an exhausted pool cannot delay a revocation. Notifications only wake it; on a standby, which sends none, it polls.
/// </summary>
internal sealed class ApiKeyRefreshService(Database database, ApiKeyCache ring, TimeProvider clock, ILogger<ApiKeyRefreshService> log) : BackgroundService
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WriteUsesEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isAway = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await Connect(stoppingToken);
                await Watch(connection, () => isAway = false, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (!isAway)
                {
                    database.DropConnections();
                    log.LogWarning("Keys cannot be read ({Reason}); the ones that this node holds stay valid until they can", e.Message);
                }

                isAway = true;
                await Task.Delay(PollEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<NpgsqlConnection> Connect(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(database.WatchConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private async Task Watch(NpgsqlConnection connection, Action answered, CancellationToken stoppingToken)
    {
        var listens = await Listen(connection, stoppingToken);
        var written = clock.GetTimestamp();
        while (true)
        {
            await ring.Load(connection, stoppingToken);
            answered();
            if (clock.GetElapsedTime(written) > WriteUsesEvery)
            {
                await WriteUses(connection);
                written = clock.GetTimestamp();
            }

            try
            {
                await (listens ? connection.WaitAsync(PollEvery, stoppingToken) : Task.Delay(PollEvery, clock, stoppingToken));
            }
            catch (OperationCanceledException)
            {
                await WriteUses(connection);
                throw;
            }
        }
    }

    private static async Task<bool> Listen(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync(new CommandDefinition($"listen {ApiKeyCache.Channel}", cancellationToken: cancellationToken));
            return true;
        }
        catch (PostgresException)
        {
            return false;
        }
    }

    /// <summary>
    /// Writes the last uses of keys in one batch, ordered by id on all nodes to avoid deadlocks. Failures are only logged: a standby is
    /// read-only, and the next use of a key supersedes a missed one.
    /// </summary>
    private async Task WriteUses(NpgsqlConnection connection)
    {
        var (ids, at) = ring.TakeLastUses();
        if (ids.Length == 0 || connection.State != ConnectionState.Open)
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
            log.LogDebug(e, "The last use of keys was not noted");
        }
    }
}
