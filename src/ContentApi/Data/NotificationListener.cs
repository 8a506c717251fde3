using System.Data;
using Dapper;
using Npgsql;

namespace ContentApi.Data;

/// <summary>
/// Base class of services that follow a notification channel. A listener polls after each notification and at least every half second,
/// because notifications may be lost, and a standby sends none. It has a dedicated connection, so that an exhausted pool cannot delay it.
/// </summary>
internal abstract class NotificationListener(Database database, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private int failures;

    /// <summary>Gets the notification channel.</summary>
    protected abstract string ChannelName { get; }

    /// <summary>Called on each new connection, before the first <see cref="Poll"/>.</summary>
    protected virtual Task OnConnected(NpgsqlConnection connection, CancellationToken stoppingToken) => Task.CompletedTask;

    /// <summary>Reads what is new. Notifications have no content; they only wake the listener.</summary>
    protected abstract Task Poll(NpgsqlConnection connection, CancellationToken stoppingToken);

    /// <summary>Called when polling works again after a failure.</summary>
    protected abstract void OnRecovered();

    /// <summary>Called for each failure, except a first one that is retried immediately.</summary>
    protected abstract void OnFailed(Exception exception);

    /// <summary>Called when the service stops while the connection is open.</summary>
    protected virtual Task OnStopping(NpgsqlConnection connection) => Task.CompletedTask;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(database.ListenConnectionString);
                await connection.OpenAsync(stoppingToken);
                await Follow(connection, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Catches everything: a node whose listener ends would serve stale data forever.
                if (failures++ == 0 && e.InnerException is not TimeoutException)
                {
                    database.ClearPools(); // if the database server restarted, the pooled connections are broken as well
                    continue; // possibly only this connection failed: retry immediately
                }

                OnFailed(e);
                await Task.Delay(RetryDelay, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Follow(NpgsqlConnection connection, CancellationToken stoppingToken)
    {
        var isListening = await Listen(connection, stoppingToken);
        await OnConnected(connection, stoppingToken);
        while (true)
        {
            await Poll(connection, stoppingToken);
            if (failures > 0)
            {
                failures = 0;
                OnRecovered();
            }

            try
            {
                await (isListening ? connection.WaitAsync(PollInterval, stoppingToken) : Task.Delay(PollInterval, clock, stoppingToken));
            }
            catch (OperationCanceledException) when (connection.State == ConnectionState.Open)
            {
                await OnStopping(connection);
                throw;
            }
        }
    }

    /// <summary>Subscribes to the channel. Returns false if the server does not support it, such as a standby.</summary>
    private async Task<bool> Listen(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.ExecuteAsync(new CommandDefinition($"listen {ChannelName}", cancellationToken: cancellationToken));
            return true;
        }
        catch (PostgresException)
        {
            return false;
        }
    }
}
