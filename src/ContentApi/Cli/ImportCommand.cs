using ContentApi.Data;
using ContentApi.Publishing;
using Npgsql;
using Spectre.Console;

namespace ContentApi.Cli;

/// <summary>The `import PATH…` command: imports files, and the documents in folders.</summary>
internal static class ImportCommand
{
    /// <returns>
    /// 0: all documents imported (with or without warnings); 1: a document failed, or the import was not completed; 3: no usable database.
    /// </returns>
    public static async Task<int> Run(IServiceProvider services, string[] paths, CancellationToken cancellationToken)
    {
        using var report = new ImportConsole(AnsiConsole.Console);
        var sources = new DocumentFinder(report).Find(paths);

        try
        {
            var pending = await services.GetRequiredService<Migrator>().ListPending(cancellationToken);
            if (pending.Count > 0)
            {
                await Console.Error.WriteLineAsync($"The database is behind by {pending.Count} migration(s). Run the migrate verb first.");
                return ExitCode.NoDatabase;
            }

            var importer = services.GetRequiredService<Importer>();
            await report.ShowProgress(sources.Count, progress => importer.Import(sources, progress, cancellationToken));
            foreach (var (story, target) in await importer.ListDanglingRecommendations(cancellationToken))
            {
                report.Warn($"{story}: recommends '{target}', which is not in the library; it will appear there when it is published");
            }
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            report.WriteSummary();
            await Console.Error.WriteLineAsync($"The database does not answer ({e.Message}). What is reported above as created or updated is in the library; run the import again for the rest.");
            return ExitCode.NoDatabase;
        }
        catch (IOException e)
        {
            // For example, no disk space for the temporary files of the recommendation lists, which are computed at the end. The next
            // import computes the missing lists.
            report.WriteSummary();
            await Console.Error.WriteLineAsync($"The import did not come to its end ({e.Message}). What is reported above as created or updated is in the library; run the import again for the rest.");
            return ExitCode.Failed;
        }

        report.WriteSummary();
        return report.HasFailures ? ExitCode.Failed : ExitCode.Ok;
    }
}
