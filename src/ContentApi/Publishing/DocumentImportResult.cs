using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>The result of importing one document.</summary>
internal sealed record DocumentImportResult(string SourceName, string? Slug, PublicationOutcome Outcome, IReadOnlyList<Diagnostic> Diagnostics);
