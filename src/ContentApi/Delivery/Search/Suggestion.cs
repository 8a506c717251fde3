using ContentApi.Core.Model;

namespace ContentApi.Delivery.Search;

/// <summary>A title, name or topic that starts as somebody types.</summary>
public sealed record Suggestion
{
    /// <summary>`story`, `founder` or `topic`.</summary>
    /// <example>story</example>
    [OpenEnum]
    public required string Type { get; init; }

    /// <summary>Public name of the story, founder or topic.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>The title or name, whole.</summary>
    /// <example>The No That Drew a Map</example>
    [StringSchema(300, MinLength = 1)]
    public required string Text { get; init; }
}
