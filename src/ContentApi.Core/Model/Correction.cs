namespace ContentApi.Core.Model;

/// <summary>A correction of a story: a publication that gave a public reason.</summary>
public sealed record Correction
{
    /// <summary>The maximum number of corrections in a story.</summary>
    public const int MaxListed = 50;

    /// <summary>Time of the publication (RFC 3339, UTC).</summary>
    /// <example>2025-08-20T08:15:00.123456Z</example>
    public required DateTime At { get; init; }

    /// <summary>Public reason of the publication, at most 2,000 characters.</summary>
    /// <example>Corrected the year of the court order.</example>
    [StringSchema(2000, MinLength = 1)]
    public required string Reason { get; init; }
}
