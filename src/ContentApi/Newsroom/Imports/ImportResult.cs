using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using ContentApi.Web.Validation;

namespace ContentApi.Newsroom.Imports;

/// <summary>What became of an imported document.</summary>
public sealed record ImportResult
{
    /// <summary>Name of the story; null where the document could not be read.</summary>
    /// <example>the-quiet-bakery</example>
    [Slug]
    public required string? Slug { get; init; }

    /// <summary>
    /// `created` or `updated`: published, or scheduled with a warning. `draft`: saved as a draft and not published, because the document says
    /// so. `unchanged`: this version was imported before. `invalid`: not imported.
    /// </summary>
    /// <example>created</example>
    [AllowedValues("created", "updated", "draft", "unchanged", "invalid")]
    public required string Outcome { get; init; }

    /// <summary>What the writer should know; the document was imported all the same.</summary>
    [MaxLength(2 * RequestLimits.Body)]
    public required IReadOnlyList<ImportFinding> Warnings { get; init; }

    /// <summary>Why the document is invalid; empty if it is not.</summary>
    [MaxLength(2 * RequestLimits.Body)]
    public required IReadOnlyList<ImportFinding> Errors { get; init; }
}

/// <summary>Something about a document.</summary>
public sealed record ImportFinding
{
    /// <summary>Line of the document, from 1; null where it is about none.</summary>
    /// <example>3</example>
    [Range(1, RequestLimits.Body)]
    public required int? Line { get; init; }

    /// <summary>What it is.</summary>
    /// <example>the key 'club' is not known; it is passed over</example>
    [StringSchema(2 * RequestLimits.Body)]
    public required string Message { get; init; }
}
