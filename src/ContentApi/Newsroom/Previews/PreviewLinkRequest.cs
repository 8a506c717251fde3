using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Previews;

/// <summary>The preview link to create.</summary>
public sealed record PreviewLinkRequest
{
    /// <summary>Slug of the draft.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>Number of the version to show; null for the version that is the newest when the link is created.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public int? Version { get; init; }

    /// <summary>
    /// Time at which the link expires (RFC 3339), in the future and within 90 days. If null or omitted, 7 days after the link is created.
    /// A link expires no later than the API key that creates it.
    /// </summary>
    /// <example>2026-12-24T12:00:00Z</example>
    [JsonConverter(typeof(InstantConverter))]
    public DateTimeOffset? ExpiresAt { get; init; }
}
