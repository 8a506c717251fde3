namespace ContentApi.Core.Model;

internal enum DiagnosticSeverity
{
    Error,
    Warning,
}
