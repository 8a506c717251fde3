using ContentApi.Core.Model;
using ContentApi.Publishing;
using Spectre.Console;

namespace ContentApi.Cli;

/// <summary>
/// Prints the progress of an import: a progress bar on a terminal; a line for each document if the output is redirected, and for each draft
/// always; each error and warning as `file:line: error: reason`, which editors make clickable; and a summary.
/// </summary>
internal sealed class ImportConsole(IAnsiConsole console) : IDisposable
{
    private readonly Dictionary<PublicationOutcome, int> counts = [];
    private int warnings;
    private int passedOver;
    private ProgressTask? bar;

    public bool HasFailures => Count(PublicationOutcome.Invalid) > 0;

    /// <summary>Runs <paramref name="work"/> and prints the documents as it reports them.</summary>
    public async Task Follow(int total, Func<Action<ImportedDocument>, Task> work)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            await work(Add);
            return;
        }

        await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                bar = progress.AddTask("Importing", maxValue: Math.Max(total, 1));
                await work(Add);
                bar.StopTask();
            });
        bar = null;
    }

    public void Add(ImportedDocument document)
    {
        counts[document.Outcome] = Count(document.Outcome) + 1;
        foreach (var finding in document.Diagnostics)
        {
            var place = finding.Line is { } line ? $"{document.Name}:{line}" : document.Name;
            warnings += finding.Severity == DiagnosticSeverity.Warning ? 1 : 0;
            Say($"{place}: {(finding.Severity == DiagnosticSeverity.Error ? "error" : "warning")}: {finding.Message}");
        }

        bar?.Increment(1);
        if (bar is null ? document.Outcome != PublicationOutcome.Invalid : document.Outcome == PublicationOutcome.Draft)
        {
            Say($"{document.Name}: {Word(document.Outcome)} {document.Slug}");
        }
    }

    public void Warn(string message)
    {
        warnings++;
        Say($"warning: {message}");
    }

    public void PassOver(string path, string why)
    {
        passedOver++;
        Say($"{path}: passed over: {why}");
    }

    public void Summarise()
    {
        var outcomes = Enum.GetValues<PublicationOutcome>().Select(outcome => $"{Count(outcome):N0} {Word(outcome)}");
        Say($"{string.Join(", ", outcomes)}; {warnings:N0} {(warnings == 1 ? "warning" : "warnings")}; {passedOver:N0} passed over.");
    }

    public void Dispose() => bar?.StopTask();

    private int Count(PublicationOutcome outcome) => counts.GetValueOrDefault(outcome);

    private static string Word(PublicationOutcome outcome) => outcome switch
    {
        PublicationOutcome.Created => "created",
        PublicationOutcome.Updated => "updated",
        PublicationOutcome.Draft => "draft",
        PublicationOutcome.Unchanged => "unchanged",
        _ => "failed",
    };

    /// <summary>Prints a line without markup. If the output is redirected, does not wrap it at a terminal width.</summary>
    private void Say(string line)
    {
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
