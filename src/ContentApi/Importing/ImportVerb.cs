using ContentApi.Authoring;
using ContentApi.Data;
using Npgsql;
using Spectre.Console;

namespace ContentApi.Importing;

/// <summary>The verb `import PATH…`: files, and folders searched for documents.</summary>
internal static class ImportVerb
{
    private static readonly string[] Extensions = [".md", ".markdown", ".txt"];

    /// <returns>0: all imported (with or without warnings); 1: a document failed; 3: there is no database.</returns>
    public static async Task<int> Run(IServiceProvider services, string[] paths, CancellationToken cancellation)
    {
        var sources = new List<ImportSource>();
        using var report = new ImportReport(AnsiConsole.Console);
        foreach (var path in paths)
        {
            Find(path, sources, report);
        }

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

        report.Summarise();
        return report.HasFailures ? ExitCode.Failed : ExitCode.Ok;
    }

    private static void Find(string path, List<ImportSource> sources, ImportReport report)
    {
        if (File.Exists(path))
        {
            sources.Add(Source(path));
        }
        else if (Directory.Exists(path))
        {
            Search(new DirectoryInfo(path), sources, report);
        }
        else
        {
            report.Add(new(path, null, PublicationOutcome.Invalid, [new(Severity.Error, null, "there is no such file or folder")]));
        }
    }

    /// <summary>In the order of names, so that two runs tell the same; links to folders are not followed, for they may lead in circles.</summary>
    private static void Search(DirectoryInfo folder, List<ImportSource> sources, ImportReport report)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = folder.GetFileSystemInfos();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report.Add(new(folder.ToString(), null, PublicationOutcome.Invalid, [new(Severity.Error, null, $"cannot be searched: {e.Message}")]));
            return;
        }

        foreach (var entry in entries.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var path = Path.Combine(folder.ToString(), entry.Name);
            if (entry is DirectoryInfo && (entry.Name.StartsWith('.') || entry.LinkTarget is not null))
            {
                report.PassOver(path, "a hidden or linked folder");
            }
            else if (entry is DirectoryInfo)
            {
                Search(new DirectoryInfo(path), sources, report);
            }
            else if (Extensions.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase))
            {
                sources.Add(Source(path));
            }
            else
            {
                report.PassOver(path, "not a .md, .markdown or .txt file");
            }
        }
    }

    private static ImportSource Source(string path) => new(path, cancellation => File.ReadAllBytesAsync(path, cancellation));
}
