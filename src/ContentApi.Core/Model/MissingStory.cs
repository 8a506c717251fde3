using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A requested slug that no published story has.</summary>
public sealed record MissingStory
{
    /// <summary>The requested slug.</summary>
    /// <example>not-written-yet</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>
    /// The status that `GET /v1/stories/{slug}` returns: 308 (the story was renamed; request the new slug), 410 (withdrawn) or 404.
    /// </summary>
    /// <example>404</example>
    [Range(308, 410)]
    public required int Status { get; init; }
}
