using ContentApi.Data;
using ContentApi.Publishing;
using Npgsql;

namespace ContentApi.Cli;

/// <summary>
/// What a node does before it is ready. In Development the schema and the sample library come by themselves. Elsewhere `migrate` is a
/// step of its own; a node that finds the database behind, or away, starts, says so, is not ready, and looks again until it is.
/// </summary>
internal sealed class DatabaseInitializer(WebApplication app)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private string? waitingFor;

    /// <summary>Whether the node is ready to serve now. In Development it is, or this throws.</summary>
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

            var pending = await migrator.Pending(cancellationToken);
            if (pending.Count > 0)
            {
                return WaitFor($"The database is behind by {pending.Count} migration(s); this node is not ready. Run the migrate verb");
            }

            if (app.Environment.IsDevelopment())
            {
                var reindexer = scope.ServiceProvider.GetRequiredService<Reindexer>();
                await reindexer.CatchUp(cancellationToken); // stories that are older than search
                await reindexer.FinishAll(cancellationToken);
            }

            await scope.ServiceProvider.GetRequiredService<SampleLibrary>().Load(cancellationToken);
            return true;
        }
        catch (Exception e) when (!app.Environment.IsDevelopment() && !cancellationToken.IsCancellationRequested)
        {
            return e is NpgsqlException or TimeoutException
                ? WaitFor($"The database does not answer ({e.Message}); this node is not ready until it does")
                : WaitFor($"This node cannot prepare itself ({e.Message}); it tries again", e);
        }
    }

    /// <summary>
    /// What a node does while it listens already, for it says by itself whether it is ready. It looks until it is prepared: an empty
    /// library of a database that came late gets its sample stories, too. Then it looks whether it reads stories as they are written out.
    /// </summary>
    public async Task RetryUntilReady(CancellationToken stoppingToken)
    {
        try
        {
            while (!await Initialize(stoppingToken))
            {
                await Task.Delay(Pause, stoppingToken);
            }

            if (waitingFor is not null)
            {
                app.Logger.LogInformation("The database is there and up to date; this node is ready");
            }

            await Task.Delay(Pause, stoppingToken); // after what the first requests need
            if (await app.Services.GetRequiredService<Reindexer>().IsUnfinished(stoppingToken))
            {
                app.Logger.LogWarning("Stories are written out for another version of this service, or for other settings: they are read from their rows, which is slower. Run the migrate verb with the settings of this node");
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Told to stop, and what was under way has ended in one way or another.
        }
        catch (Exception e)
        {
            // Requests do not depend on this; they find out for themselves.
            app.Logger.LogError(e, "This node could not see whether its stories are written out");
        }
    }

    /// <summary>Tells once, not every second.</summary>
    private bool WaitFor(string what, Exception? fault = null)
    {
        if (what != waitingFor)
        {
            app.Logger.LogError(fault, "{What}", what);
            waitingFor = what;
        }

        return false;
    }
}
