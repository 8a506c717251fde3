using System.Text.Json.Serialization;
using ContentApi.Core.Model;

namespace ContentApi.Syndication.Changes;

/// <summary>The library's newest revision.</summary>
public sealed record Revision
{
    /// <summary>
    /// Number of the newest revision of the library; 0 before the first. Each revision is one more than the previous one.
    /// </summary>
    /// <example>8</example>
    [JsonPropertyName("revision")]
    public required long Number { get; init; }

    /// <summary>Position after the newest revision: pass it as `after` to `GET /v1/changes`.</summary>
    /// <example>8</example>
    [StringSchema(LogPosition.MaxLength, MinLength = 1, Pattern = LogPosition.Pattern)]
    public required string Position { get; init; }

    /// <summary>Time of the newest change (RFC 3339, UTC).</summary>
    /// <example>2025-08-20T08:15:00.123456Z</example>
    public required DateTime ChangedAt { get; init; }
}
