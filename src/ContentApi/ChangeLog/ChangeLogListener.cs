using System.Net.Sockets;
using ContentApi.Data;
using Dapper;
using Npgsql;

namespace ContentApi.ChangeLog;

/// <summary>
/// Follows the change log on a dedicated connection, so that an exhausted pool cannot delay invalidation. Notifications only wake the
/// loop and their payload is ignored; because they may be lost and a standby sends none, it also polls twice a second.
/// </summary>
internal sealed class ChangeLogListener(Database database, InvalidationIndex library, ChangeLogReader reader, TimeProvider clock, ILogger<ChangeLogListener> log) : BackgroundService
{
    public const string Channel = "library";

    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(100);

    private int failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(database.WatchConnectionString);
                await connection.OpenAsync(stoppingToken);
                await Follow(connection, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Catches everything: a node that stops following the log would serve stale responses forever.
                if (failures++ == 0 && e.InnerException is not TimeoutException)
                {
                    continue; // possibly only this connection failed: retry immediately
                }

                Lose(e);
                await Task.Delay(RetryEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Follow(NpgsqlConnection connection, CancellationToken stoppingToken)
    {
        var listens = await Listen(connection, stoppingToken);
        await reader.Resume(connection, stoppingToken);
        while (true)
        {
            await reader.Read(connection, stoppingToken);
            Return();
            await (listens ? connection.WaitAsync(PollEvery, stoppingToken) : Task.Delay(PollEvery, clock, stoppingToken));
        }
    }

    private static async Task<bool> Listen(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync(new CommandDefinition($"listen {Channel}", cancellationToken: cancellationToken));
            return true;
        }
        catch (PostgresException)
        {
            return false;
        }
    }

    private void Lose(Exception e)
    {
        if (library.Staleness is null)
        {
            log.LogWarning("The log of the library cannot be read ({Reason}); this node serves what it holds until it can", e.Message);
        }

        library.MarkUnavailable();
        database.IsAway = e switch
        {
            PostgresException answer => answer.SqlState.StartsWith("57P", StringComparison.Ordinal), // 57P: shutting down or starting
            NpgsqlException or TimeoutException or IOException or SocketException => true,
            _ => false,
        };
    }

    private void Return()
    {
        failures = 0;
        if (database.IsAway)
        {
            database.DropConnections(); // pooled connections from before are broken, and each would fail a request
            database.IsAway = false;
            log.LogInformation("The log of the library can be read again");
        }
    }
}
