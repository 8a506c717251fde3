using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A slug of a batch that has no story.</summary>
public sealed record MissingStory
{
    /// <summary>The slug as it was asked for.</summary>
    /// <example>no-such-story</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The status that `GET /v1/stories/{slug}` answers: 308 (renamed; ask for its new slug), 410 (withdrawn) or 404.</summary>
    /// <example>404</example>
    [Range(308, 410)]
    public required int Status { get; init; }
}
