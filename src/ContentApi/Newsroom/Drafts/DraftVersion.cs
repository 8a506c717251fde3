using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Drafts;

/// <summary>A saved version of a draft. Versions are append-only.</summary>
public sealed record DraftVersion
{
    /// <summary>Number of the version, from 1.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int Version { get; init; }

    /// <summary>Title of the story in this version.</summary>
    /// <example>The No That Drew a Map</example>
    [StringSchema(300, MinLength = 1)]
    public required string Title { get; init; }

    /// <summary>Time at which the version was saved (RFC 3339, UTC).</summary>
    /// <example>2025-08-17T09:30:00Z</example>
    public required DateTime SavedAt { get; init; }

    /// <summary>Name of the API key that saved the version; `import` for the `import` command.</summary>
    /// <example>Newsroom</example>
    [StringSchema(200)]
    public required string SavedBy { get; init; }

    /// <summary>True if this version is live.</summary>
    /// <example>true</example>
    public required bool IsPublished { get; init; }

    /// <summary>Time at which this version will be published (RFC 3339, UTC); null if it is not scheduled.</summary>
    /// <example>2099-12-31T06:00:00Z</example>
    public required DateTime? ScheduledAt { get; init; }
}
