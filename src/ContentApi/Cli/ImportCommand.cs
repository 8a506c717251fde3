using ContentApi.Data;
using ContentApi.Publishing;
using Npgsql;
using Spectre.Console;

namespace ContentApi.Cli;

/// <summary>The `import PATH…` command: imports files, and the documents in folders.</summary>
internal static class ImportCommand
{
    private const string ResumeHint = "The documents that were imported before this error are saved. Run the import again to import the rest.";

    /// <returns>
    /// 0: all documents imported (with or without warnings); 1: a document failed, or the import was not completed; 3: no usable database.
    /// </returns>
    public static async Task<int> Run(IServiceProvider services, string[] paths, CancellationToken cancellationToken)
    {
        using var console = new ImportConsole(AnsiConsole.Console);
        var sources = new DocumentFinder(console).Find(paths);

        try
        {
            var pending = await services.GetRequiredService<Migrator>().ListPending(cancellationToken);
            if (pending.Count > 0)
            {
                await Console.Error.WriteLineAsync($"The database lacks {pending.Count} migration(s) or privileges. Run the `migrate` command first.");
                return ExitCode.NoDatabase;
            }

            var importer = services.GetRequiredService<Importer>();
            await console.ShowProgress(sources.Count, progress => importer.Import(sources, progress, cancellationToken));
            foreach (var (story, target) in await importer.ListDanglingRecommendations(cancellationToken))
            {
                console.Warn($"{story}: recommends '{target}', which is not in the library. The recommendation appears when that story is published");
            }
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            console.WriteSummary();
            await Console.Error.WriteLineAsync($"The database is unavailable ({e.Message}). {ResumeHint}");
            return ExitCode.NoDatabase;
        }
        catch (IOException e)
        {
            // For example, no disk space for the temporary files of the recommendation lists, which are computed at the end. The next
            // import computes the missing lists.
            console.WriteSummary();
            await Console.Error.WriteLineAsync($"The import did not complete ({e.Message}). {ResumeHint}");
            return ExitCode.Failed;
        }

        console.WriteSummary();
        return console.HasFailures ? ExitCode.Failed : ExitCode.Ok;
    }
}
