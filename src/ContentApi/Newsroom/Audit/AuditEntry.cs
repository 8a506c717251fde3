using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using ContentApi.Data;

namespace ContentApi.Newsroom.Audit;

/// <summary>An entry of the audit log: an action, its actor and its time.</summary>
public sealed record AuditEntry
{
    /// <summary>Number of the entry; later entries have larger numbers.</summary>
    /// <example>42</example>
    [Range(1L, RevisionAttribute.MaxValue)]
    public required long Id { get; init; }

    /// <summary>Time of the action (RFC 3339, UTC).</summary>
    /// <example>2025-08-18T00:00:00.123456Z</example>
    public required DateTime At { get; init; }

    /// <summary>Id of the API key that performed the action; null for a command or the scheduler.</summary>
    /// <example>0198e4a0-1f00-7c22-8d4e-6f7081920314</example>
    public required Guid? Key { get; init; }

    /// <summary>Name of the API key, or `import`, `scheduler`, `command line`.</summary>
    /// <example>Newsroom</example>
    [StringSchema(200)]
    public required string Actor { get; init; }

    /// <summary>Action, such as `key.created`, `key.revoked`, `draft.saved`, `story.published`. Later versions may add actions.</summary>
    /// <example>story.published</example>
    [OpenEnum("AuditAction", typeof(AuditAction))]
    public required string Action { get; init; }

    /// <summary>Slug of the resource that the action concerns; null if it concerns none.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [StringSchema(200)]
    public required string? Slug { get; init; }

    /// <summary>Version of the draft; null if the action does not concern a version.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int? Version { get; init; }

    /// <summary>Details in plain text, or null.</summary>
    /// <example>Newsroom: preview, write</example>
    [StringSchema(10_000)]
    public required string? Detail { get; init; }
}
