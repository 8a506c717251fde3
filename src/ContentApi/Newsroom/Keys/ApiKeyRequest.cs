using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Keys;

/// <summary>The key to make.</summary>
public sealed record ApiKeyRequest
{
    /// <summary>What the key is called in the audit, 1 to 200 characters.</summary>
    /// <example>Newsroom</example>
    [StringSchema(200, MinLength = 1)]
    public required string Name { get; init; }

    /// <summary>What it may do: one or more.</summary>
    /// <example>["preview", "write"]</example>
    [MinLength(1), MaxLength(5)]
    public required IReadOnlyList<Scope> Scopes { get; init; }

    /// <summary>When it ends (RFC 3339), in the future; null: never.</summary>
    /// <example>2030-01-10T09:00:00Z</example>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Requests a minute that each node allows it, 1 to 1,000,000; null: as the service is configured.</summary>
    /// <example>600</example>
    [Range(1, ApiKeyRequestValidator.MaxRateLimit)]
    public int? RateLimit { get; init; }
}
