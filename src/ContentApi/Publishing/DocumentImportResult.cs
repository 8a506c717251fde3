using ContentApi.Core.Model;

namespace ContentApi.Publishing;

/// <summary>The result of importing one document.</summary>
internal sealed record DocumentImportResult(string SourceName, string? Slug, PublicationOutcome Outcome, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Gets the result of the publication; null if the document is invalid on its own.</summary>
    public PublicationResult? Publication { get; init; }
}
