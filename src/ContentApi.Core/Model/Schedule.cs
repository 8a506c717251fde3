using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A version of a draft and the time at which it will be published.</summary>
public sealed record Schedule
{
    /// <summary>Number of the version.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int Version { get; init; }

    /// <summary>When it will be published (RFC 3339, UTC), to the microsecond.</summary>
    /// <example>2030-01-01T06:00:00Z</example>
    public required DateTime At { get; init; }
}
