using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>The result of importing one document.</summary>
internal sealed record ImportedDocument(string Name, string? Slug, PublicationOutcome Outcome, IReadOnlyList<Diagnostic> Diagnostics);
