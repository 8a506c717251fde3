using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>What became of one document.</summary>
internal sealed record ImportedDocument(string Name, string? Slug, PublicationOutcome Outcome, IReadOnlyList<Diagnostic> Diagnostics);
