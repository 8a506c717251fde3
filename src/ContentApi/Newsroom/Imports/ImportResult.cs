using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Imports;

/// <summary>The result of importing a document.</summary>
public sealed record ImportResult
{
    /// <summary>Slug of the story; null if the document could not be read or failed validation.</summary>
    /// <example>the-quiet-bakery</example>
    [Slug]
    public required string? Slug { get; init; }

    /// <summary>
    /// `created` or `updated`: published, or scheduled with a warning. `draft`: saved but not published, because the document is marked as
    /// a draft. `unchanged`: the newest version already has this content and state. `invalid`: not imported.
    /// `conflict`: not imported, because the story was changed in the newsroom; this version never returns it. More values may be added.
    /// </summary>
    /// <example>created</example>
    [OpenEnum("ImportOutcome", typeof(PublicationOutcome))]
    public required string Outcome { get; init; }

    /// <summary>
    /// Warnings about the document, which do not prevent the import. If there are more than 100, the last item counts those that are not
    /// listed.
    /// </summary>
    [MaxLength(ImportDiagnosticList.MaxCount)]
    public required IReadOnlyList<ImportDiagnostic> Warnings { get; init; }

    /// <summary>
    /// Reasons why the document is invalid; empty if it is valid. If there are more than 100, the last item counts those that are not
    /// listed.
    /// </summary>
    [MaxLength(ImportDiagnosticList.MaxCount)]
    public required IReadOnlyList<ImportDiagnostic> Errors { get; init; }
}
