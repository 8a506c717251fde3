namespace ContentApi.Core.Model;

/// <summary>An error or warning about a document, with the line in the file if known.</summary>
internal sealed record Diagnostic(DiagnosticSeverity Severity, int? Line, string Message)
{
    public static Diagnostic Error(int? line, string message) => new(DiagnosticSeverity.Error, line, message);

    public static Diagnostic Warning(int? line, string message) => new(DiagnosticSeverity.Warning, line, message);
}
