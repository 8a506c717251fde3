using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Publications;

/// <summary>The status of a draft after a publication or a withdrawal.</summary>
public sealed record PublicationStatus
{
    /// <summary>Slug of the draft.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>State of the draft, as in `GET /v1/drafts`.</summary>
    /// <example>published</example>
    public required DraftState State { get; init; }

    /// <summary>Number of the live version; null if none is live.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int? Version { get; init; }

    /// <summary>Number of the scheduled version; null if none is scheduled.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int? ScheduledVersion { get; init; }

    /// <summary>Time at which the scheduled version will be published (RFC 3339, UTC); null if none is scheduled.</summary>
    /// <example>2099-12-31T06:00:00Z</example>
    public required DateTime? ScheduledAt { get; init; }

    /// <summary>Revision of the library at which this status is accurate.</summary>
    /// <example>8</example>
    public required long Revision { get; init; }
}
