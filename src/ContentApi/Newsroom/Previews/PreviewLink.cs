using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using ContentApi.Web.Validation;

namespace ContentApi.Newsroom.Previews;

/// <summary>A link that shows one version of a draft to anyone who has the link.</summary>
public sealed record PreviewLink
{
    /// <summary>Id of the link (UUIDv7), used to revoke it.</summary>
    /// <example>0198e4a2-3d00-7c84-b1f5-6a7b8c9d0e1f</example>
    public required Guid Id { get; init; }

    /// <summary>Slug of the draft.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>Number of the version that the link shows.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int Version { get; init; }

    /// <summary>
    /// Time at which the link expires (RFC 3339, UTC), not later than the API key that created it. The link also stops working when that
    /// key is revoked.
    /// </summary>
    /// <example>2025-08-24T12:00:00Z</example>
    public required DateTime ExpiresAt { get; init; }

    /// <summary>Name of the API key that created the link.</summary>
    /// <example>Newsroom</example>
    [StringSchema(200)]
    public required string CreatedBy { get; init; }

    /// <summary>URL to share; it needs no API key. Returned only when the link is created; null in lists.</summary>
    /// <example>https://api.example.com/v1/previews/Zm91bmRlcnMgc3RhcnQgc29tZXdoZXJl</example>
    [StringSchema(RequestLimits.MaxHeadersLength, Format = "uri")]
    public string? Url { get; init; }
}
