using ContentApi.Core.Model;
using Npgsql;

namespace ContentApi.Publishing;

/// <summary>Publishes scheduled versions when they are due by the database's clock.</summary>
/// <remarks>
/// Every node runs a scheduler. The publishing transaction checks the schedule again under the publishing lock, so only one node publishes
/// a version. A version that became due while no node was running is published when a node starts.
/// </remarks>
internal sealed partial class PublicationScheduler(ScheduleStore schedules, Publisher publisher, ILogger<PublicationScheduler> logger) : BackgroundService
{
    private const int BatchSize = 8;

    /// <summary>The longest time between two polls, so that schedules saved on another node are found in time.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var wait = await schedules.FindSecondsUntilNextDue(stoppingToken) is { } seconds ? TimeSpan.FromSeconds(seconds) : PollInterval;
                if (wait <= TimeSpan.Zero)
                {
                    await PublishDue(stoppingToken);
                }

                await Task.Delay(wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < PollInterval ? wait : PollInterval, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Database outages are not logged here, because health checks report them. Every exception is caught: an unhandled one
                // would stop the host.
                if (e is not NpgsqlException and not TimeoutException)
                {
                    LogPollFailed(e);
                }

                await Task.Delay(PollInterval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task PublishDue(CancellationToken cancellationToken)
    {
        // Started together, so that the publisher can commit them together.
        await Task.WhenAll((await schedules.ListDue(BatchSize, cancellationToken)).Select(due => PublishDue(due, cancellationToken)));
    }

    private async Task PublishDue(VersionDocument due, CancellationToken cancellationToken)
    {
        try
        {
            var publication = await publisher.PublishDue(due, cancellationToken);
            if (publication is { Outcome: PublicationOutcome.Invalid })
            {
                LogPublicationRejected(due.Slug, due.Version, publication.Reason);
                await schedules.Fail(due.DraftId, due.Version, publication.Reason!, cancellationToken);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException and not NpgsqlException { IsTransient: true })
        {
            LogPublicationFailed(e, due.Slug, due.Version);
            await schedules.Fail(due.DraftId, due.Version, "Publishing failed because of an internal error. The service log contains the cause.", cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Error, "Polling of schedules failed; the scheduler retries in half a second")]
    private partial void LogPollFailed(Exception exception);

    [LoggerMessage(LogLevel.Error, "Scheduled publication of {Slug} version {Version} failed; its schedule is deleted")]
    private partial void LogPublicationFailed(Exception exception, string slug, int version);

    [LoggerMessage(LogLevel.Warning, "Scheduled publication of {Slug} version {Version} was rejected; its schedule is deleted: {Reason}")]
    private partial void LogPublicationRejected(string slug, int version, string? reason);
}
