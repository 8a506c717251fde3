using ContentApi.Data;
using ContentApi.Publishing;
using Npgsql;

namespace ContentApi.Cli;

/// <summary>
/// Prepares the database before a node is ready. In Development, it applies migrations and loads the sample library. In other environments,
/// `migrate` is a separate step: if migrations are pending, or the database is unavailable or incompatible, the node starts, logs the
/// reason, reports that it is not ready, and retries.
/// </summary>
internal sealed class DatabaseInitializer(WebApplication app)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private string? loggedReason;

    /// <summary>Prepares the database and returns whether the node is ready. In Development, throws if it is not.</summary>
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
                return LogNotReady($"The database is behind by {pending.Count} migration(s); this node is not ready. Run the migrate verb");
            }

            if (app.Environment.IsDevelopment())
            {
                var reindexer = scope.ServiceProvider.GetRequiredService<Reindexer>();
                await reindexer.IndexMissing(cancellationToken); // indexes stories that predate the search index
                await reindexer.RenderMissingJson(cancellationToken);
            }

            await scope.ServiceProvider.GetRequiredService<SampleLibrary>().Load(cancellationToken);
            return true;
        }
        catch (Exception e) when (!app.Environment.IsDevelopment() && !cancellationToken.IsCancellationRequested)
        {
            return e switch
            {
                MigrationException => LogNotReady(e.Message),
                NpgsqlException or TimeoutException => LogNotReady($"The database does not answer ({e.Message}); this node is not ready until it does"),
                _ => LogNotReady($"This node cannot prepare itself ({e.Message}); it tries again", e),
            };
        }
    }

    /// <summary>
    /// Retries the initialization, which includes the sample library, until the node is ready. The node listens meanwhile, because it
    /// reports its own readiness. Then logs a warning if the pre-serialized JSON of stories is missing or outdated.
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
                app.Logger.LogInformation("The database is there and up to date; this node is ready");
            }

            await Task.Delay(RetryInterval, stoppingToken); // gives way to the first requests
            if (await app.Services.GetRequiredService<Reindexer>().IsJsonMissing(stoppingToken))
            {
                app.Logger.LogWarning("Stories are written out for another version of this service, or for other settings: they are read from their rows, which is slower. Run the migrate verb with the settings of this node");
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The node is shutting down; the interrupted work may have failed with any exception.
        }
        catch (Exception e)
        {
            // Requests do not depend on this check.
            app.Logger.LogError(e, "This node could not see whether its stories are written out");
        }
    }

    /// <summary>Logs why the node is not ready, once per reason and not at every retry. Returns false.</summary>
    private bool LogNotReady(string reason, Exception? exception = null)
    {
        if (reason != loggedReason)
        {
            app.Logger.LogError(exception, "{What}", reason);
            loggedReason = reason;
        }

        return false;
    }
}
