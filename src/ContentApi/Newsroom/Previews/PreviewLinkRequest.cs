using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Previews;

/// <summary>What a link shall show, and how long.</summary>
public sealed record PreviewLinkRequest
{
    /// <summary>Name of the draft.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The version to show; null: the newest one now.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public int? Version { get; init; }

    /// <summary>When the link ends (RFC 3339), in the future and within 90 days.</summary>
    /// <example>2026-12-24T12:00:00Z</example>
    [JsonConverter(typeof(InstantConverter))]
    public required DateTimeOffset? ExpiresAt { get; init; }
}
