namespace ContentApi.Core.Model;

/// <summary>Something to tell the writer about a document, with the line of the file where it is known.</summary>
internal sealed record Diagnostic(DiagnosticSeverity Severity, int? Line, string Message)
{
    public static Diagnostic Error(int? line, string message) => new(DiagnosticSeverity.Error, line, message);

    public static Diagnostic Warning(int? line, string message) => new(DiagnosticSeverity.Warning, line, message);
}
