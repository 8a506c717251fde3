using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>
/// What a writer writes and what the importers produce: one story with its takeaways and editorial recommendations,
/// in the member names of delivery, the body in Markdown. Only `title` and `body` are needed.
/// </summary>
public sealed record StoryDocument
{
    /// <summary>Headline, 1 to 300 characters.</summary>
    /// <example>The Quiet Bakery</example>
    [StringSchema(300, MinLength = 1)]
    public required string Title { get; init; }

    /// <summary>Public name of the story; null: made from the title.</summary>
    /// <example>my-first-draft</example>
    [Slug]
    public string? Slug { get; init; }

    /// <summary>The person the story is about, or null.</summary>
    public FounderDocument? Founder { get; init; }

    /// <summary>Instant of publication; null: when it is published first.</summary>
    /// <example>2025-03-03T06:00:00Z</example>
    [JsonConverter(typeof(InstantConverter))]
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Who wrote it, without a leading "By", at most 300 characters.</summary>
    /// <example>The Morning Desk</example>
    [StringSchema(300)]
    public string? Byline { get; init; }

    /// <summary>Standfirst, at most 2,000 characters.</summary>
    /// <example>Four hundred loaves that nobody had ordered.</example>
    [StringSchema(2000)]
    public string? Dek { get; init; }

    /// <summary>Reading time in minutes, 1 to 1,000; null: counted from the body.</summary>
    /// <example>6</example>
    [Range(1, 1000)]
    public int? ReadingMinutes { get; init; }

    /// <summary>Names of topics, at most 20, each at most 100 characters.</summary>
    /// <example>["Craft", "Money"]</example>
    [StringSchema(100, MinLength = 1), MaxLength(20)]
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>BCP 47 tag; null: `en`.</summary>
    /// <example>en</example>
    [LanguageTag]
    public string? Language { get; init; }

    /// <summary>Terms of use, at most 300 characters.</summary>
    /// <example>CC BY 4.0</example>
    [StringSchema(300)]
    public string? License { get; init; }

    /// <summary>Lead image, or null.</summary>
    public Image? Image { get; init; }

    /// <summary>Home of the story on the web (http or https), or null.</summary>
    /// <example>https://stories.example.com/stories/the-quiet-bakery</example>
    [Url]
    public string? CanonicalUrl { get; init; }

    /// <summary>Lessons, at most 50, in order.</summary>
    [MaxLength(50)]
    public IReadOnlyList<TakeawayDocument> Takeaways { get; init; } = [];

    /// <summary>The editor's "Continue your journey", at most 20, in order.</summary>
    [MaxLength(20)]
    public IReadOnlyList<RecommendationDocument> Recommendations { get; init; } = [];

    /// <summary>
    /// The body in Markdown (CommonMark; raw HTML is text), at most 1 MB in UTF-8. Comments (`&lt;!-- --&gt;`, `{% comment %}`, `{% # %}`,
    /// `{::comment}`, `%% %%`, `[//]: # ()`) stay in the draft and are not published, except in code; so do those in other texts. A draft may
    /// have an empty body; a story that is published needs text, an image or code in it. Quotes and lists may be nested 16 levels deep; 2,000
    /// headings may be underlined and 1,000 links defined; a paragraph may have 1,000 runs of emphasis marks and brackets open at once.
    /// </summary>
    /// <example>## Prologue: A Warm Wall\n\nThe oven stood against the neighbours' wall.</example>
    [StringSchema(BodyLimits.Bytes)]
    public required string Body { get; init; }

    /// <summary>The document as it is stored: without the slug, which is the draft's.</summary>
    internal string ToStored() => JsonSerializer.Serialize(this with { Slug = null }, StoryDocumentJson.Default.StoryDocument);

    /// <summary>A stored document, with the name that its draft has now.</summary>
    internal static StoryDocument FromStored(string json, string slug) => JsonSerializer.Deserialize(json, StoryDocumentJson.Default.StoryDocument)! with { Slug = slug };

    /// <summary>
    /// SHA-256 of what the writer says: without the slug, which is the draft's, and without the ids of takeaways, which come by themselves.
    /// The same content again makes no version.
    /// </summary>
    internal byte[] ContentHash() => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        this with { Slug = null, Takeaways = Takeaways.Select(takeaway => takeaway with { Id = null }).ToList() },
        StoryDocumentJson.Default.StoryDocument));
}
