using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A scheduled publication: the version of the draft and the publication time.</summary>
public sealed record Schedule
{
    /// <summary>Number of the version to publish.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int Version { get; init; }

    /// <summary>Publication time (RFC 3339, UTC), with microsecond precision.</summary>
    /// <example>2099-12-31T06:00:00Z</example>
    public required DateTime At { get; init; }
}
