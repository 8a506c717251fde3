using ContentApi.Core.Model;
using ContentApi.Core.Text;
using ContentApi.Publishing;
using Spectre.Console;

namespace ContentApi.Cli;

/// <summary>
/// Prints the progress of an import, and a summary. On a terminal, shows a progress bar and prints a line for each draft; if the output is
/// redirected, prints a line for each imported document. Prints errors and warnings as `file:line: error: reason`, which editors make
/// clickable.
/// </summary>
internal sealed class ImportConsole(IAnsiConsole console) : IDisposable
{
    private readonly Dictionary<PublicationOutcome, int> counts = [];
    private int warnings;
    private int skipped;
    private ProgressTask? progressBar;

    public bool HasFailures => Count(PublicationOutcome.Invalid) > 0;

    /// <summary>Runs <paramref name="work"/>, and prints the result of each document that it reports.</summary>
    public async Task ShowProgress(int total, Func<Action<DocumentImportResult>, Task> work)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            await work(Report);
            return;
        }

        await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                progressBar = progress.AddTask("Importing", maxValue: Math.Max(total, 1));
                await work(Report);
                progressBar.StopTask();
            });
        progressBar = null;
    }

    public void Report(DocumentImportResult result)
    {
        counts[result.Outcome] = Count(result.Outcome) + 1;
        foreach (var diagnostic in result.Diagnostics)
        {
            var location = diagnostic.Line is { } line ? $"{result.SourceName}:{line}" : result.SourceName;
            warnings += diagnostic.Severity == DiagnosticSeverity.Warning ? 1 : 0;
            WriteLine($"{location}: {(diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning")}: {diagnostic.Message}");
        }

        progressBar?.Increment(1);
        if (progressBar is null ? result.Outcome != PublicationOutcome.Invalid : result.Outcome == PublicationOutcome.SavedAsDraft)
        {
            WriteLine($"{result.SourceName}: {GetLabel(result.Outcome)} {result.Slug}");
        }
    }

    public void Warn(string message)
    {
        warnings++;
        WriteLine($"warning: {message}");
    }

    public void ReportSkipped(string path, string reason)
    {
        skipped++;
        WriteLine($"{path}: skipped: {reason}");
    }

    public void WriteSummary()
    {
        var outcomes = Enum.GetValues<PublicationOutcome>().Where(outcome => outcome != PublicationOutcome.Conflict || Count(outcome) > 0).Select(outcome => $"{Count(outcome):N0} {GetLabel(outcome)}");
        WriteLine($"{string.Join(", ", outcomes)}; {warnings:N0} {(warnings == 1 ? "warning" : "warnings")}; {skipped:N0} skipped.");
    }

    public void Dispose() => progressBar?.StopTask();

    private int Count(PublicationOutcome outcome) => counts.GetValueOrDefault(outcome);

    private static string GetLabel(PublicationOutcome outcome) => outcome == PublicationOutcome.Invalid ? "failed" : outcome.GetName();

    /// <summary>Prints a line without markup. Lines wrap only on a terminal, not in redirected output.</summary>
    private void WriteLine(string line)
    {
        line = DisplayText.Escape(line); // a file name or a value in a message could control the terminal
        if (console.Profile.Out.IsTerminal)
        {
            console.WriteLine(line);
        }
        else
        {
            console.Profile.Out.Writer.WriteLine(line);
        }
    }
}
