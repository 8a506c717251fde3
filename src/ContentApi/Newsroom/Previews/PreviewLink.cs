using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using ContentApi.Web.Validation;

namespace ContentApi.Newsroom.Previews;

/// <summary>A link that shows one version of a draft to whoever has it.</summary>
public sealed record PreviewLink
{
    /// <summary>UUIDv7 of the link, to revoke it by.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    public required Guid Id { get; init; }

    /// <summary>Name of the draft.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The version that it shows.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int Version { get; init; }

    /// <summary>When it ends (RFC 3339, UTC).</summary>
    /// <example>2026-12-24T12:00:00Z</example>
    public required DateTime ExpiresAt { get; init; }

    /// <summary>Name of the key that made it.</summary>
    /// <example>Newsroom</example>
    [StringSchema(200)]
    public required string CreatedBy { get; init; }

    /// <summary>The address to hand on; it needs no key. Told once, when the link is made; null in lists.</summary>
    /// <example>https://api.example.com/v1/previews/Zm91bmRlcnMgc3RhcnQgc29tZXdoZXJl</example>
    [StringSchema(RequestLimits.Headers, Format = "uri")]
    public string? Url { get; init; }
}
