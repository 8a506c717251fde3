using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Keys;

/// <summary>A key, without its secret, which nobody can tell any more.</summary>
public record ApiKey
{
    /// <summary>UUIDv7 of the key, to revoke it by.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    public required Guid Id { get; init; }

    /// <summary>What the key is called in the audit.</summary>
    /// <example>Newsroom</example>
    [StringSchema(200, MinLength = 1)]
    public required string Name { get; init; }

    /// <summary>How the secret begins, to tell keys apart.</summary>
    /// <example>cak_7Hq2</example>
    [StringSchema(8, Pattern = "^cak_[0-9A-Za-z]{4}$")]
    public required string Prefix { get; init; }

    /// <summary>What it may do.</summary>
    /// <example>["preview", "write"]</example>
    [MaxLength(5)]
    public required IReadOnlyList<Scope> Scopes { get; init; }

    /// <summary>Requests a minute that each node allows it; null: as the service is configured.</summary>
    /// <example>600</example>
    [Range(1, ApiKeyRequestValidator.MaxRateLimit)]
    public required int? RateLimit { get; init; }

    /// <summary>When it was made (RFC 3339, UTC).</summary>
    /// <example>2026-01-10T09:00:00.123456Z</example>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it ends (RFC 3339, UTC); null: never.</summary>
    /// <example>2027-01-10T09:00:00Z</example>
    public required DateTime? ExpiresAt { get; init; }

    /// <summary>When it was revoked (RFC 3339, UTC); null: it was not.</summary>
    /// <example>2026-06-01T12:00:00.123456Z</example>
    public required DateTime? RevokedAt { get; init; }

    /// <summary>When it was last used (RFC 3339, UTC), noted within ten seconds; null: never.</summary>
    /// <example>2026-01-11T07:30:00Z</example>
    public required DateTime? LastUsedAt { get; init; }
}
