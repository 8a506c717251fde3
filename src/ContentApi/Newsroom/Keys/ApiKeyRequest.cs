using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Keys;

/// <summary>The API key to create.</summary>
public sealed record ApiKeyRequest
{
    /// <summary>
    /// Name of the key in the audit log, 1 to 200 characters, at least one of them visible. It must not contain control characters,
    /// bidirectional embeddings or overrides, or unbalanced isolates.
    /// </summary>
    /// <example>Evening Post</example>
    [StringSchema(200, MinLength = 1)]
    public required string Name { get; init; }

    /// <summary>Scopes of the key, at least one.</summary>
    /// <example>["syndicate"]</example>
    [MinLength(1), MaxLength(5)]
    public required IReadOnlyList<Scope> Scopes { get; init; }

    /// <summary>
    /// Slug of the partner, an organization that syndicates: all keys of a partner share one identity. The first key of a partner creates
    /// the partner. Required with the scope `syndicate`; otherwise null.
    /// </summary>
    /// <example>evening-post</example>
    [Slug]
    public string? Partner { get; init; }

    /// <summary>Time at which the key expires (RFC 3339), in the future; null if it never expires.</summary>
    /// <example>2099-12-31T06:00:00Z</example>
    [JsonConverter(typeof(InstantConverter))]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Requests per minute that each node allows for the key, 1 to 1,000,000; null for the configured default.</summary>
    /// <example>600</example>
    [Range(1, ApiKeyRequestValidator.MaxRateLimit)]
    public int? RateLimit { get; init; }
}
