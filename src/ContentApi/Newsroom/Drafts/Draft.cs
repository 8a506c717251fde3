using System.ComponentModel.DataAnnotations;
using ContentApi.Core.Model;
using ContentApi.Publishing;

namespace ContentApi.Newsroom.Drafts;

/// <summary>The newsroom's copy of a story. The document itself is not included.</summary>
public record Draft
{
    /// <summary>Id of the draft and of its story (UUIDv7), which never changes.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    public required Guid Id { get; init; }

    /// <summary>Slug of the draft, and of its story once published.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>Title of the newest version.</summary>
    /// <example>The No That Drew a Map</example>
    [StringSchema(300, MinLength = 1)]
    public required string Title { get; init; }

    /// <summary>
    /// `scheduled`: a version is scheduled, even if a version is already live. In the other states, no version is scheduled. `draft`: never
    /// published. `published`: the newest version is live. `changed`: an older version is live. `withdrawn`: the story was published and is
    /// withdrawn.
    /// </summary>
    /// <example>published</example>
    public required DraftState State { get; init; }

    /// <summary>Number of the newest version, from 1.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int Version { get; init; }

    /// <summary>Number of the live version; null if none is live.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int? PublishedVersion { get; init; }

    /// <summary>Number of the scheduled version; null if none is scheduled.</summary>
    /// <example>1</example>
    [Range(1, int.MaxValue)]
    public required int? ScheduledVersion { get; init; }

    /// <summary>Time at which the scheduled version will be published (RFC 3339, UTC); null if none is scheduled.</summary>
    /// <example>2099-12-31T06:00:00Z</example>
    public required DateTime? ScheduledAt { get; init; }

    /// <summary>Reason why the last scheduled publication failed; null if it did not fail.</summary>
    /// <example>The takeaway id 01990f3c-0000-7000-8000-00000000000a belongs to the story 'owner'.</example>
    [StringSchema(10_000)]
    public required string? ScheduleFault { get; init; }

    /// <summary>Time at which the draft was first saved (RFC 3339, UTC).</summary>
    /// <example>2025-08-17T09:30:00Z</example>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Time at which the draft, its schedule or its publication last changed (RFC 3339, UTC).</summary>
    /// <example>2025-08-20T08:15:00.123456Z</example>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>Gets the reason of the schedule, which <see cref="Schedule"/> shows.</summary>
    internal string? ScheduledReason { get; init; }

    /// <summary>Gets the entity tag of the draft.</summary>
    internal string ETag => DraftEntityTag.Format(Id, Version, ScheduledVersion, ScheduledAt, ScheduledReason);
}
