using ContentApi.Data;
using Npgsql;
using Spectre.Console;

namespace ContentApi.Importing;

/// <summary>The verb `import PATH…`: files, and folders searched for documents.</summary>
internal static class ImportVerb
{
    /// <returns>0: all imported (with or without warnings); 1: a document failed, or the import did not come to its end; 3: there is no database.</returns>
    public static async Task<int> Run(IServiceProvider services, string[] paths, CancellationToken cancellation)
    {
        using var report = new ImportReport(AnsiConsole.Console);
        var sources = new DocumentSearch(report).Find(paths);

        try
        {
            var pending = await services.GetRequiredService<Migrator>().Pending(cancellation);
            if (pending.Count > 0)
            {
                await Console.Error.WriteLineAsync($"The database is behind by {pending.Count} migration(s). Run the migrate verb first.");
                return ExitCode.NoDatabase;
            }

            var importer = services.GetRequiredService<Importer>();
            await report.Follow(sources.Count, progress => importer.Import(sources, progress, cancellation));
            foreach (var (story, target) in await importer.DanglingRecommendations(cancellation))
            {
                report.Warn($"{story}: recommends '{target}', which is not in the library; it will appear there when it is published");
            }
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            report.Summarise();
            await Console.Error.WriteLineAsync($"The database does not answer ({e.Message}). What is reported above as created or updated is in the library; run the import again for the rest.");
            return ExitCode.NoDatabase;
        }
        catch (IOException e)
        {
            // No room for temporary files, say: the lists need some at the end. What another run finds without its lists gets them.
            report.Summarise();
            await Console.Error.WriteLineAsync($"The import did not come to its end ({e.Message}). What is reported above as created or updated is in the library; run the import again for the rest.");
            return ExitCode.Failed;
        }

        report.Summarise();
        return report.HasFailures ? ExitCode.Failed : ExitCode.Ok;
    }
}
