using ContentApi.ChangeLog;
using ContentApi.Core.Model;
using ContentApi.Data;
using ContentApi.Library;
using Dapper;
using Microsoft.Extensions.Options;

namespace ContentApi.Publishing;

/// <summary>Imports the sample stories, which are embedded in the service, and saves the samples of the other resources.</summary>
internal sealed partial class SampleLibrary(Database database, Importer importer, IEnumerable<ISampleContent> samples, IOptions<LibraryOptions> options, IHostEnvironment environment, ILogger<SampleLibrary> logger)
{
    private const string ResourceFolder = "sample/";

    /// <summary>
    /// Loads the samples, if configured, into a library that has never held a story: a library that was emptied on purpose stays
    /// empty.
    /// </summary>
    public async Task Load(CancellationToken cancellationToken)
    {
        if (!(options.Value.SampleContent ?? environment.IsDevelopment()))
        {
            return;
        }

        await using (var connection = await database.Reads.OpenConnectionAsync(cancellationToken))
        {
            if (await connection.ExecuteScalarAsync<bool>($"select exists (select from library_change where kind = '{LibraryChangeKind.Story.GetName()}')"))
            {
                return;
            }
        }

        var assembly = typeof(SampleLibrary).Assembly;
        var sources = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourceFolder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new ImportSource(name, _ => Task.FromResult(ReadAllBytes(assembly.GetManifestResourceStream(name)!)), DraftFolder.IsDraftPath(name)));

        var stories = 0;
        await importer.Import(
            sources,
            document =>
            {
                stories += document.Outcome is PublicationOutcome.Created ? 1 : 0;
                foreach (var diagnostic in document.Diagnostics)
                {
                    LogDiagnostic(document.SourceName, diagnostic.Message);
                }
            },
            cancellationToken);

        foreach (var sample in samples)
        {
            foreach (var message in await sample.Save(cancellationToken))
            {
                LogFault(message);
            }
        }

        LogLoaded(stories);
    }

    private static byte[] ReadAllBytes(Stream stream)
    {
        using (stream)
        {
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Sample document {Document} {Message}")]
    private partial void LogDiagnostic(string document, string message);

    [LoggerMessage(LogLevel.Warning, "Sample {Message}")]
    private partial void LogFault(string message);

    [LoggerMessage(LogLevel.Information, "Loaded {Stories} sample stories")]
    private partial void LogLoaded(int stories);
}
