using ContentApi.ChangeLog;
using ContentApi.Core.Model;

namespace ContentApi.Syndication.Changes;

/// <summary>A change of a resource, or of all computed recommendations.</summary>
public sealed record Change
{
    /// <summary>Number of the revision.</summary>
    /// <example>1</example>
    public required long Revision { get; init; }

    /// <summary>Kind of the resource that changed, such as `story`. Later versions may add kinds: skip unknown ones.</summary>
    /// <example>story</example>
    [OpenEnum("ChangeKind", typeof(LibraryChangeKind))]
    public required string Kind { get; init; }

    /// <summary>Id (UUID) of the changed resource, which never changes, unlike the slug. All zeros for `recommendations`.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    public required Guid Id { get; init; }

    /// <summary>Slug after the change; `recommendations` for changes of that kind.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>Slug before the change, for `renamed`; otherwise null.</summary>
    /// <example>the-no</example>
    [Slug]
    public required string? PreviousSlug { get; init; }

    /// <summary>Slug of the founder or topic into which this one was merged, for `merged`; otherwise null.</summary>
    /// <example>melanie-perkins</example>
    [Slug]
    public required string? MergedInto { get; init; }

    /// <summary>
    /// `published`: new, or published again. `updated`: the content changed; if there is a `reason`, this is a correction. `renamed`: only
    /// the slug changed. `merged`: the founder or topic is now the one in `mergedInto`; each story that moved is a change of its own.
    /// `withdrawn`: remove your copy. `deleted`: permanently deleted. `reindexed`: all computed recommendations were rebuilt. More operations
    /// may be added: for an unknown operation, fetch the resource again.
    /// </summary>
    /// <example>published</example>
    [OpenEnum("LibraryChangeOperation", typeof(LibraryChangeOperation))]
    public required string Operation { get; init; }

    /// <summary>Public reason of a withdrawal or of a correction, if one was given; otherwise null.</summary>
    /// <example>The source took back what it had said.</example>
    [StringSchema(2000)]
    public required string? Reason { get; init; }

    /// <summary>Time of the change (RFC 3339, UTC); never before the time of an earlier revision.</summary>
    /// <example>2025-08-18T00:00:00.123456Z</example>
    public required DateTime At { get; init; }

    /// <summary>
    /// With `include=story`, the current story with its body as blocks. Null if the story is no longer published, or for other kinds.
    /// </summary>
    public Story? Story { get; init; }
}
