using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Publications;

/// <summary>What readers see of a draft, and what they will see.</summary>
public sealed record PublicationStatus
{
    /// <summary>Name of the draft.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>State of the draft, as in `GET /v1/drafts`.</summary>
    /// <example>published</example>
    [AllowedValues("draft", "scheduled", "published", "changed", "withdrawn")]
    public required string State { get; init; }

    /// <summary>The version that readers see; null: none.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int? Version { get; init; }

    /// <summary>The version that is scheduled; null: none.</summary>
    /// <example>4</example>
    [Range(1, int.MaxValue)]
    public required int? ScheduledVersion { get; init; }

    /// <summary>When it will be published (RFC 3339, UTC); null: nothing is scheduled.</summary>
    /// <example>2030-01-01T06:00:00Z</example>
    public required DateTime? ScheduledAt { get; init; }

    /// <summary>Revision of the library at which this is true.</summary>
    /// <example>12</example>
    public required long Revision { get; init; }
}
