namespace ContentApi.Core.Model;

/// <summary>The content of a share sheet.</summary>
public sealed record Share
{
    /// <summary>Headline to share.</summary>
    /// <example>The No That Drew a Map</example>
    [StringSchema(300, MinLength = 1)]
    public required string Title { get; init; }

    /// <summary>Text under the headline: the dek of the story.</summary>
    /// <example>For three years, investors told Melanie Perkins why her idea would not work.</example>
    [StringSchema(2000)]
    public required string? Description { get; init; }

    /// <summary>Image to share: the lead image.</summary>
    public required RawJson<Image>? Image { get; init; }

    /// <summary>URL to share: the canonical URL.</summary>
    /// <example>https://stories.example.com/stories/the-no-that-drew-a-map</example>
    [Url]
    public required string? Url { get; init; }
}
