using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A whole story: a card, and everything else that its page shows.</summary>
public sealed record Story : Card
{
    /// <summary>Instant of the last change of the story (RFC 3339, UTC).</summary>
    /// <example>2025-08-20T08:15:00Z</example>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>Words in the body; in scripts without spaces each character counts as one.</summary>
    /// <example>805</example>
    public required int WordCount { get; init; }

    /// <summary>The body as sections of blocks, for `body=blocks`; else null.</summary>
    [MaxLength(BodyLimits.Bytes)]
    public RawJson<IReadOnlyList<Section>>? Sections { get; init; }

    /// <summary>The body as one text, for `body=html`, `markdown` or `text`; else null.</summary>
    public StoryText? Body => BodyContent is null ? null : new() { Format = BodyFormat!, Content = BodyContent };

    /// <summary>Where the story has its home on the web, or null when neither the story nor the publisher's configuration says.</summary>
    /// <example>https://stories.example.com/stories/the-no-that-drew-a-map</example>
    [Url]
    public string? CanonicalUrl { get; init; }

    /// <summary>What to put into a share sheet or into the page's Open Graph tags.</summary>
    public Share Share => new() { Title = Title, Description = Dek, Image = Image, Url = CanonicalUrl };

    /// <summary>"Continue your journey", for `include=recommendations`; else null. The editor's choices first, filled up to four.</summary>
    [MaxLength(20)]
    public IReadOnlyList<Recommendation>? Recommendations { get; set; }

    /// <summary>The founder's stories before and after this one, for `include=navigation`; else null.</summary>
    public Navigation? Navigation { get; set; }

    // Columns of the story's row that make up `body`.
    internal string? BodyFormat { get; init; }

    internal string? BodyContent { get; init; }
}
