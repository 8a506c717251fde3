using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Publications;

/// <summary>
/// The version to publish. A reason needs a visible character, and must not contain control characters other than tabs and line breaks,
/// bidirectional embeddings or overrides, or unbalanced isolates.
/// </summary>
public sealed record PublicationRequest
{
    /// <summary>Number of a saved version. A version older than the live one is a rollback.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int? Version { get; init; }

    /// <summary>
    /// Public reason of a correction, 1 to 2,000 characters: it appears in the `corrections` of the story and in the change log.
    /// Optional. A first publication cannot have a reason.
    /// </summary>
    /// <example>Corrected the year of the court order.</example>
    [StringSchema(2000, MinLength = 1)]
    public string? Reason { get; init; }
}
