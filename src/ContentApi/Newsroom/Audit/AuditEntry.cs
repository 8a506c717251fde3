using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;

namespace ContentApi.Newsroom.Audit;

/// <summary>Who did what, and when.</summary>
public sealed record AuditEntry
{
    /// <summary>Number of the entry; later ones have larger numbers.</summary>
    /// <example>42</example>
    [Range(1L, RevisionAttribute.Largest)]
    public required long Id { get; init; }

    /// <summary>When it was done (RFC 3339, UTC).</summary>
    /// <example>2026-01-10T09:00:00.123456Z</example>
    public required DateTime At { get; init; }

    /// <summary>Id of the key that did it; null: a verb or the scheduler.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    public required Guid? Key { get; init; }

    /// <summary>Name of the key, or `import`, `scheduler`, `command line`.</summary>
    /// <example>Newsroom</example>
    [StringSchema(200)]
    public required string Actor { get; init; }

    /// <summary>What was done, such as `key.created`, `key.revoked`, `draft.saved`, `story.published`. There will be more.</summary>
    /// <example>story.published</example>
    [OpenEnum]
    public required string Action { get; init; }

    /// <summary>Name of the draft, story or founder it was done to; null: to none.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [StringSchema(200)]
    public required string? Slug { get; init; }

    /// <summary>Version of the draft; null: it is about none.</summary>
    /// <example>3</example>
    [Range(1, int.MaxValue)]
    public required int? Version { get; init; }

    /// <summary>More about it in words, or null.</summary>
    /// <example>Newsroom: preview, write</example>
    [StringSchema(10_000)]
    public required string? Detail { get; init; }
}
