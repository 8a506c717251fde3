using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Publications;

/// <summary>The version to publish at a future time.</summary>
public sealed record ScheduleRequest
{
    /// <summary>Number of a saved version.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int? Version { get; init; }

    /// <summary>Time of publication (RFC 3339), in the future and not before the document's own `publishedAt`.</summary>
    /// <example>2099-12-31T06:00:00Z</example>
    [JsonConverter(typeof(InstantConverter))]
    public required DateTimeOffset? At { get; init; }

    /// <summary>
    /// Public reason of a correction, 1 to 2,000 characters, as in `PUT /v1/drafts/{slug}/publication`. Optional.
    /// </summary>
    /// <example>Corrected the year of the court order.</example>
    [StringSchema(2000, MinLength = 1)]
    public string? Reason { get; init; }
}
