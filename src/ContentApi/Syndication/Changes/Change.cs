using ContentApi.Core.Model;

namespace ContentApi.Syndication.Changes;

/// <summary>A change of a story, founder or topic.</summary>
public sealed record Change
{
    /// <summary>Number of the revision.</summary>
    /// <example>12</example>
    public required long Revision { get; init; }

    /// <summary>`story`, `founder` or `topic`. More kinds may come: skip one that you do not know.</summary>
    /// <example>story</example>
    [OpenEnum]
    public required string Kind { get; init; }

    /// <summary>UUID of what was changed; it never changes, where slugs may.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    public required Guid Id { get; init; }

    /// <summary>Its name after the change.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>Its name before, for `renamed`; else null.</summary>
    /// <example>the-no</example>
    [Slug]
    public required string? PreviousSlug { get; init; }

    /// <summary>
    /// `published`: it is new, or back. `updated`: its content changed. `renamed`: only its name did. `withdrawn`: take your copy down.
    /// `deleted`: it is gone for good. More may come: fetch what you do not understand again.
    /// </summary>
    /// <example>published</example>
    [OpenEnum]
    public required string Operation { get; init; }

    /// <summary>Why a story was withdrawn, where that was said; else null.</summary>
    /// <example>The source took back what it had said.</example>
    [StringSchema(2000)]
    public required string? Reason { get; init; }

    /// <summary>When (RFC 3339, UTC); never before the instant of an earlier revision.</summary>
    /// <example>2025-08-18T00:00:00.123456Z</example>
    public required DateTime At { get; init; }

    /// <summary>With `include=story`: the story as it is now, its body as blocks; null where it is no longer in the library, and for other kinds.</summary>
    public Story? Story { get; init; }
}
