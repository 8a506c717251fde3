using System.Diagnostics;
using ContentApi.Data;
using ContentApi.Indexing.RecommendationIndex;
using ContentApi.Publishing;
using Spectre.Console;

namespace ContentApi.Cli;

/// <summary>The `reindex` command. Shows a progress bar on a terminal, or a line for each step if the output is redirected.</summary>
internal static class ReindexCommand
{
    public static async Task<int> Run(IServiceProvider services, CancellationToken cancellationToken)
    {
        var pending = await services.GetRequiredService<Migrator>().ListPending(cancellationToken);
        if (pending.Count > 0)
        {
            await Console.Error.WriteLineAsync($"The database lacks {pending.Count} migration(s) or privileges. Run the `migrate` command first.");
            return ExitCode.NoDatabase;
        }

        var reindexer = services.GetRequiredService<Reindexer>();
        var stopwatch = Stopwatch.StartNew();
        var stories = 0;
        var revision = 0L;
        await ShowProgress(async report => revision = await reindexer.RebuildAll(
            progress =>
            {
                stories = progress.Total;
                report(progress);
            },
            cancellationToken));
        Console.WriteLine($"Rebuilt the indexes and the pre-serialized JSON of {stories:N0} stories in {stopwatch.Elapsed.TotalSeconds:N1} s, at revision {revision}.");
        return ExitCode.Ok;
    }

    private static async Task ShowProgress(Func<Action<RebuildProgress>, Task> work)
    {
        if (!AnsiConsole.Profile.Out.IsTerminal)
        {
            var step = "";
            await work(progress =>
            {
                if (progress.Step != step)
                {
                    step = progress.Step;
                    Console.WriteLine($"{step} {progress.Total:N0} stories…");
                }
            });
            return;
        }

        await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                Dictionary<string, ProgressTask> bars = [];
                return work(progress =>
                {
                    if (!bars.TryGetValue(progress.Step, out var bar))
                    {
                        bar = bars[progress.Step] = context.AddTask(progress.Step, maxValue: Math.Max(progress.Total, 1));
                    }

                    bar.Value = progress.Done;
                });
            });
    }
}
