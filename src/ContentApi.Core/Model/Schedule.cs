using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A scheduled publication: the version of the draft, the publication time and the public reason.</summary>
public sealed record Schedule
{
    /// <summary>Number of the version to publish.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int Version { get; init; }

    /// <summary>Publication time (RFC 3339, UTC), with microsecond precision.</summary>
    /// <example>2099-12-31T06:00:00Z</example>
    public required DateTime At { get; init; }

    /// <summary>Public reason for the publication, or null.</summary>
    /// <example>Corrected the year of the court order.</example>
    [StringSchema(2000, MinLength = 1)]
    public required string? Reason { get; init; }
}
