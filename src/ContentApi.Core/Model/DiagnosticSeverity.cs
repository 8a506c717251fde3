namespace ContentApi.Core.Model;

/// <summary>Whether a diagnostic rejects the document.</summary>
internal enum DiagnosticSeverity
{
    Error,
    Warning,
}
