using System.ComponentModel.DataAnnotations;
using ContentApi.Data;
using ContentApi.Http;
using ContentApi.Recommendations;

namespace ContentApi.Stories;

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
    [WebAddress]
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

/// <summary>The body of a story as one text.</summary>
public sealed record StoryText
{
    /// <summary>`html` (sanitised), `markdown` (CommonMark without raw HTML) or `text`.</summary>
    /// <example>html</example>
    [AllowedValues("html", "markdown", "text")]
    public required string Format { get; init; }

    /// <summary>The text itself.</summary>
    /// <example>&lt;p id="b7d0x3f2"&gt;The students could not find the button.&lt;/p&gt;</example>
    [Text(BodyLimits.Rendered)]
    public required string Content { get; init; }
}

/// <summary>What a share sheet shows.</summary>
public sealed record Share
{
    /// <summary>Headline to share.</summary>
    /// <example>The No That Drew a Map</example>
    [Text(300, MinLength = 1)]
    public required string Title { get; init; }

    /// <summary>Text under the headline: the dek.</summary>
    /// <example>For three years, investors told Melanie Perkins why her idea would not work.</example>
    [Text(2000)]
    public required string? Description { get; init; }

    /// <summary>Picture to share: the lead image.</summary>
    public required RawJson<Image>? Image { get; init; }

    /// <summary>Address to share: the canonical one.</summary>
    /// <example>https://stories.example.com/stories/the-no-that-drew-a-map</example>
    [WebAddress]
    public required string? Url { get; init; }
}

/// <summary>Neighbours of a story among the stories of the same founder, by publication date. Both are null for a story without founder.</summary>
public sealed record Navigation
{
    /// <summary>The founder's story published before this one, or null.</summary>
    public required Card? Previous { get; init; }

    /// <summary>The founder's story published after this one, or null.</summary>
    public required Card? Next { get; init; }
}

/// <summary>Several stories asked for by slug.</summary>
public sealed record StoryBatch
{
    /// <summary>The stories that were found, in the order asked.</summary>
    [MaxLength(50)]
    public required IReadOnlyList<Story> Items { get; init; }

    /// <summary>The slugs for which there is no story at that name, in the order asked.</summary>
    [MaxLength(50)]
    public required IReadOnlyList<MissingStory> Missing { get; init; }
}

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
