using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using ContentApi.Publishing;

namespace ContentApi.Newsroom.Drafts;

/// <summary>A draft as it stands in a list: where it is between its first word and its readers.</summary>
public record Draft
{
    /// <summary>UUIDv7 of the story; it never changes.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    public required Guid Id { get; init; }

    /// <summary>The name that the story has, or will have, in its address.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>Headline of the newest version.</summary>
    /// <example>The No That Drew a Map</example>
    [StringSchema(300, MinLength = 1)]
    public required string Title { get; init; }

    /// <summary>
    /// `draft`: never published. `scheduled`: a version waits for its time. `published`: the newest version is live. `changed`: an older
    /// one is. `withdrawn`: it was live, and is no longer.
    /// </summary>
    /// <example>published</example>
    [AllowedValues("draft", "scheduled", "published", "changed", "withdrawn")]
    public required string State { get; init; }

    /// <summary>Number of the newest version, from 1.</summary>
    /// <example>3</example>
    [Range(1, int.MaxValue)]
    public required int Version { get; init; }

    /// <summary>The version that readers see; null: none.</summary>
    /// <example>3</example>
    [Range(1, int.MaxValue)]
    public required int? PublishedVersion { get; init; }

    /// <summary>The version that is scheduled; null: none.</summary>
    /// <example>4</example>
    [Range(1, int.MaxValue)]
    public required int? ScheduledVersion { get; init; }

    /// <summary>When it will be published (RFC 3339, UTC); null: nothing is scheduled.</summary>
    /// <example>2030-01-01T06:00:00Z</example>
    public required DateTime? ScheduledAt { get; init; }

    /// <summary>Why the last schedule came to nothing, or null.</summary>
    /// <example>The takeaway id 01990f3c-0000-7000-8000-00000000000a belongs to the story 'owner'.</example>
    [StringSchema(10_000)]
    public required string? ScheduleFault { get; init; }

    /// <summary>When the draft was saved first (RFC 3339, UTC).</summary>
    /// <example>2025-08-17T09:30:00Z</example>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it was last saved, scheduled, published, renamed or withdrawn (RFC 3339, UTC).</summary>
    /// <example>2025-08-18T00:00:00Z</example>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>Gets the entity tag of the draft.</summary>
    internal string ETag => DraftTag.Format(Id, Version, ScheduledVersion, ScheduledAt);
}
