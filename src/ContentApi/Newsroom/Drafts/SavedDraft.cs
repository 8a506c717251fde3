using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ContentApi.Core.Model;
using ContentApi.Newsroom.Imports;

namespace ContentApi.Newsroom.Drafts;

/// <summary>A saved document with the warnings about it. `warnings` is not a member of the document: omit it when you send the document.</summary>
public sealed record SavedDraft : StoryDocument
{
    public SavedDraft()
    {
    }

    [SetsRequiredMembers]
    internal SavedDraft(StoryDocument document, IReadOnlyList<ImportDiagnostic> warnings)
        : base(document) => Warnings = warnings;

    /// <summary>
    /// Warnings about content that cannot be kept as written, as in `POST /v1/imports`. If there are more than 100,
    /// the last item counts those that are not listed.
    /// </summary>
    [JsonPropertyOrder(1)]
    [MaxLength(ImportDiagnosticList.MaxCount)]
    public required IReadOnlyList<ImportDiagnostic> Warnings { get; init; }
}
