namespace ContentApi.Core.Model;

/// <summary>The severity of a diagnostic. An error rejects the document; a warning does not.</summary>
internal enum DiagnosticSeverity
{
    Error,
    Warning,
}
