using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Keys;

/// <summary>An API key without its secret, which cannot be retrieved again.</summary>
public record ApiKey
{
    /// <summary>Id of the key (UUIDv7), used to revoke it.</summary>
    /// <example>0198e4a0-1f00-7a11-9c3d-5e6f708192a3</example>
    public required Guid Id { get; init; }

    /// <summary>Name of the key in the audit log.</summary>
    /// <example>Evening Post</example>
    [StringSchema(200, MinLength = 1)]
    public required string Name { get; init; }

    /// <summary>First characters of the secret, to identify the key.</summary>
    /// <example>cak_7Hq2</example>
    [StringSchema(8, Pattern = "^cak_[0-9A-Za-z]{4}$")]
    public required string Prefix { get; init; }

    /// <summary>Scopes of the key.</summary>
    /// <example>["syndicate"]</example>
    [MaxLength(5)]
    public required IReadOnlyList<Scope> Scopes { get; init; }

    /// <summary>Slug of the partner whose identity the key has; null for a key without the scope `syndicate`.</summary>
    /// <example>evening-post</example>
    [Slug]
    public required string? Partner { get; init; }

    /// <summary>Requests per minute that each node allows for the key; null for the configured default.</summary>
    /// <example>600</example>
    [Range(1, ApiKeyRequestValidator.MaxRateLimit)]
    public required int? RateLimit { get; init; }

    /// <summary>Time at which the key was created (RFC 3339, UTC).</summary>
    /// <example>2025-01-10T09:00:00.123456Z</example>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Time at which the key expires (RFC 3339, UTC); null if it never expires.</summary>
    /// <example>2099-12-31T06:00:00Z</example>
    public required DateTime? ExpiresAt { get; init; }

    /// <summary>Time at which the key was revoked (RFC 3339, UTC); null if it was not revoked.</summary>
    /// <example>2025-12-01T12:00:00.123456Z</example>
    public required DateTime? RevokedAt { get; init; }

    /// <summary>Time at which the key was last used (RFC 3339, UTC), accurate to ten seconds; null if it was never used.</summary>
    /// <example>2025-08-18T00:00:00Z</example>
    public required DateTime? LastUsedAt { get; init; }
}
