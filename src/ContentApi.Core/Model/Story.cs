using System.ComponentModel.DataAnnotations;

namespace ContentApi.Core.Model;

/// <summary>A complete story: its card and everything else that its page shows.</summary>
public sealed record Story : StoryBase
{
    /// <summary>The topics of the story.</summary>
    [MaxLength(20)]
    public IReadOnlyList<TopicReference> Topics { get; set; } = [];

    /// <summary>The takeaways of the story, in order.</summary>
    [MaxLength(50)]
    public IReadOnlyList<StoryTakeaway> Takeaways { get; set; } = [];

    /// <summary>The rights in the story.</summary>
    public Rights Rights { get; set; } = new();

    /// <summary>Number of words in the body; in scripts without spaces, each character counts as a word.</summary>
    /// <example>796</example>
    public required int WordCount { get; init; }

    /// <summary>Canonical URL of the story on the web. Null if neither the story nor the publisher's configuration defines it.</summary>
    /// <example>https://stories.example.com/stories/the-no-that-drew-a-map</example>
    [Url]
    public string? CanonicalUrl { get; init; }

    /// <summary>Content for a share sheet or for the page's Open Graph tags.</summary>
    public Share Share => new() { Title = Title, Description = Dek, Image = Image, Url = CanonicalUrl };

    /// <summary>
    /// The corrections of the story, the newest first: the publications that gave a public `reason`. At most 50:
    /// if `correctionCount` is greater, the older ones are in the change log (`GET /v1/changes`).
    /// </summary>
    [MaxLength(Correction.MaxListed)]
    public IReadOnlyList<Correction> Corrections { get; set; } = [];

    /// <summary>Number of all corrections of the story, including those that `corrections` does not list.</summary>
    /// <example>1</example>
    public int CorrectionCount { get; set; }

    // The optional members are last in this order, because the pre-serialized JSON (StoryJson) ends with them.

    /// <summary>The body as sections of blocks, for `body=blocks`; otherwise null.</summary>
    [MaxLength(BodyLimits.MaxElements)]
    public RawJson<IReadOnlyList<Section>>? Sections { get; init; }

    /// <summary>The body as a single text, for `body=html`, `markdown` or `text`; otherwise null.</summary>
    public StoryText? Body => BodyContent is null ? null : new() { Format = BodyFormat!.Value, Content = BodyContent };

    /// <summary>
    /// "Continue your journey", for `include=recommendations`; otherwise null. The editor's choices come first, then computed ones up to
    /// a total of four.
    /// </summary>
    [MaxLength(20)]
    public IReadOnlyList<Recommendation>? Recommendations { get; set; }

    /// <summary>The founder's stories before and after this one, for `include=navigation`; otherwise null.</summary>
    public Navigation? Navigation { get; set; }

    // Columns of the story's row from which `body` is composed.
    internal TextFormat? BodyFormat { get; init; }

    internal string? BodyContent { get; init; }
}
