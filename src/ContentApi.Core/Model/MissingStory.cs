using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A requested slug or id that no published story has.</summary>
public sealed record MissingStory
{
    /// <summary>The requested slug; null if the story was requested by id.</summary>
    /// <example>not-written-yet</example>
    [Slug]
    public required string? Slug { get; init; }

    /// <summary>The requested id; null if the story was requested by slug.</summary>
    /// <example>0198e4a1-7c00-7d3b-a5f0-3c2b1a098765</example>
    public required Guid? Id { get; init; }

    /// <summary>410: the story was withdrawn. 404: unknown. 308: the story was renamed, and the batch needs its new slug.</summary>
    /// <example>404</example>
    [Range(308, 410)]
    public required int Status { get; init; }
}
