using ContentApi.Data;
using ContentApi.Publishing;
using Npgsql;

namespace ContentApi.Cli;

/// <summary>
/// Prepares the database before a node is ready. In Development, it applies migrations and updates the indexes. In other environments, the
/// operator runs `migrate` first: if migrations are pending, or the database is unavailable or incompatible, the node starts, logs the
/// reason, reports that it is not ready, and retries. In every environment, it loads the sample stories if the settings say so.
/// </summary>
internal sealed partial class DatabaseInitializer(WebApplication app)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private string? loggedReason;

    /// <summary>Prepares the database and returns whether the node is ready. In Development, throws if the preparation fails.</summary>
    public async Task<bool> Initialize(CancellationToken cancellationToken)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var migrator = scope.ServiceProvider.GetRequiredService<Migrator>();
        try
        {
            if (app.Environment.IsDevelopment())
            {
                await migrator.Migrate(cancellationToken);
            }

            var pending = await migrator.ListPending(cancellationToken);
            if (pending.Count > 0)
            {
                return ReportNotReady($"{pending.Count}", () => LogSchemaOutdated(app.Logger, pending.Count));
            }

            if (app.Environment.IsDevelopment())
            {
                var reindexer = scope.ServiceProvider.GetRequiredService<Reindexer>();
                await reindexer.RenderOutdatedBodies(cancellationToken);
                await reindexer.IndexMissing(cancellationToken);
                await reindexer.RenderMissingJson(cancellationToken);
            }

            await scope.ServiceProvider.GetRequiredService<SampleLibrary>().Load(cancellationToken);
            return true;
        }
        catch (Exception e) when (!app.Environment.IsDevelopment() && !cancellationToken.IsCancellationRequested)
        {
            return e switch
            {
                MigrationException => ReportNotReady(e.Message, () => LogDatabaseIncompatible(app.Logger, e.Message)),
                NpgsqlException or TimeoutException => ReportNotReady(e.Message, () => LogDatabaseUnavailable(app.Logger, e.Message)),
                _ => ReportNotReady(e.Message, () => LogInitializationFailed(app.Logger, e, e.Message)),
            };
        }
    }

    /// <summary>
    /// Initializes the database and retries until the node is ready. Meanwhile, the node listens and reports that it is not ready. Then
    /// logs a warning if the pre-serialized JSON of stories is missing or outdated.
    /// </summary>
    public async Task RetryUntilReady(CancellationToken stoppingToken)
    {
        try
        {
            while (!await Initialize(stoppingToken))
            {
                await Task.Delay(RetryInterval, stoppingToken);
            }

            if (loggedReason is not null)
            {
                LogReady(app.Logger);
            }

            await Task.Delay(RetryInterval, stoppingToken); // lets the first requests run before the check
            if (await app.Services.GetRequiredService<Reindexer>().IsJsonMissing(stoppingToken))
            {
                LogStoredJsonOutdated(app.Logger);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The node is shutting down; the interrupted work may have failed with any exception.
        }
        catch (Exception e)
        {
            // Only the check of the pre-serialized JSON failed. Requests do not depend on this check.
            LogStoredJsonCheckFailed(app.Logger, e);
        }
    }

    /// <summary>Logs why the node is not ready, once per reason and not at every retry. Returns false.</summary>
    private bool ReportNotReady(string reason, Action log)
    {
        if (reason != loggedReason)
        {
            log();
            loggedReason = reason;
        }

        return false;
    }

    [LoggerMessage(LogLevel.Error, "The database lacks {Count} migration(s) or privileges. The node is not ready. Run the migrate command")]
    private static partial void LogSchemaOutdated(ILogger logger, int count);

    [LoggerMessage(LogLevel.Error, "{Reason} The node is not ready")]
    private static partial void LogDatabaseIncompatible(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "The database is unavailable ({Reason}). The node is not ready")]
    private static partial void LogDatabaseUnavailable(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "The initialization of the database failed ({Reason}) and will be retried. The node is not ready")]
    private static partial void LogInitializationFailed(ILogger logger, Exception exception, string reason);

    [LoggerMessage(LogLevel.Information, "The database is available and up to date. The node is ready")]
    private static partial void LogReady(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "The body or the pre-serialized JSON of some stories is missing or was created by another version or with other settings, so reads are slower. Run the migrate command with the settings of this node")]
    private static partial void LogStoredJsonOutdated(ILogger logger);

    [LoggerMessage(LogLevel.Error, "The check for missing pre-serialized JSON of stories failed")]
    private static partial void LogStoredJsonCheckFailed(ILogger logger, Exception exception);
}
