using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContentApi.Core.Model;

/// <summary>
/// A story as it is written or imported, with its takeaways and editorial recommendations. Members have the same names as in a published
/// story; the body is Markdown. Only `title` and `body` are required. The texts other than the body, and the headings of the body, must not
/// contain control characters, bidirectional embeddings or overrides (U+202A to U+202E), or unbalanced isolates (U+2066 to U+2069). A text
/// that is not empty needs a visible character. Only deks, biographies, takeaways, alternative texts, captions
/// and attributions can have tabs and line breaks.
/// </summary>
public record StoryDocument
{
    /// <summary>The member that stored documents had before `rights`.</summary>
    private const string FormerLicense = "license";

    /// <summary>Headline, 1 to 300 characters.</summary>
    /// <example>The Quiet Bakery</example>
    [StringSchema(300, MinLength = 1)]
    public required string Title { get; init; }

    /// <summary>Public name of the story in URLs. If null, it is derived from the title.</summary>
    /// <example>the-quiet-bakery</example>
    [Slug]
    public string? Slug { get; init; }

    /// <summary>The person the story is about, or null.</summary>
    public FounderDocument? Founder { get; init; }

    /// <summary>Time of publication. If null, the time at which the story is first published.</summary>
    /// <example>2025-03-03T06:00:00Z</example>
    [JsonConverter(typeof(InstantConverter))]
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Author of the story, without a leading "By", at most 300 characters.</summary>
    /// <example>The Morning Desk</example>
    [StringSchema(300)]
    public string? Byline { get; init; }

    /// <summary>Short summary shown under the title, at most 2,000 characters.</summary>
    /// <example>Four hundred loaves that nobody had ordered.</example>
    [StringSchema(2000)]
    public string? Dek { get; init; }

    /// <summary>Reading time in minutes, 1 to 1,000. If null, it is computed from the body.</summary>
    /// <example>6</example>
    [Range(1, 1000)]
    public int? ReadingMinutes { get; init; }

    /// <summary>
    /// Topics, at most 20: each is the name of a topic, apart from letter case, or its slug, of at most 100 characters. A topic that does not
    /// exist is created when the story is published.
    /// </summary>
    /// <example>["Craft", "Money"]</example>
    [StringSchema(100, MinLength = 1), MaxLength(20)]
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>Language as a BCP 47 tag. If null, `en`.</summary>
    /// <example>en</example>
    [LanguageTag]
    public string? Language { get; init; }

    /// <summary>The rights in the story. If null, no terms are given, and syndication is allowed.</summary>
    public Rights? Rights { get; init; }

    /// <summary>Lead image, or null.</summary>
    public Image? Image { get; init; }

    /// <summary>Canonical URL of the story on the web (http or https), or null.</summary>
    /// <example>https://stories.example.com/stories/the-quiet-bakery</example>
    [Url]
    public string? CanonicalUrl { get; init; }

    /// <summary>Takeaways, at most 50, in order.</summary>
    [MaxLength(50)]
    public IReadOnlyList<TakeawayDocument> Takeaways { get; init; } = [];

    /// <summary>The editor's choices for "Continue your journey", at most 20, in order.</summary>
    [MaxLength(20)]
    public IReadOnlyList<RecommendationDocument> Recommendations { get; init; } = [];

    /// <summary>
    /// The body in Markdown (CommonMark; raw HTML is treated as text), at most 1 MB in UTF-8. Comments (`&lt;!-- --&gt;`, `{% comment %}`,
    /// `{% # %}`, `{::comment}`, `%% %%`, `[//]: # ()`) stay in the draft and are not published, except in code. The same applies to
    /// comments in the other texts of the document. A draft may have an empty body; a published story needs text, an image or code.
    /// Limits: quotes and lists nested 16 levels deep; 2,000 headings underlined with `=` or `-`; 1,000 link definitions; and, in each
    /// paragraph or heading, a total of 1,000 runs of `*`, `_` and `~` and brackets that are open at the same time.
    /// </summary>
    /// <example>## Prologue: A Warm Wall&#10;&#10;The oven stood against the neighbours' wall.</example>
    [StringSchema(BodyLimits.MaxBytes)]
    public required string Body { get; init; }

    /// <summary>Serializes the document for storage. Omits the slug, which the draft's row stores.</summary>
    internal string ToStoredJson() => JsonSerializer.Serialize(this with { Slug = null }, StoryDocumentJsonContext.Default.StoryDocument);

    /// <summary>
    /// Deserializes a stored document and sets the current slug of its draft. A version that was saved before `rights` existed has
    /// `license` instead.
    /// </summary>
    internal static StoryDocument FromStoredJson(string json, string slug)
    {
        using var stored = JsonDocument.Parse(json);
        var document = stored.RootElement.Deserialize(StoryDocumentJsonContext.Default.StoryDocument)!;
        return document with
        {
            Slug = slug,
            Rights = document.Rights ?? (stored.RootElement.TryGetProperty(FormerLicense, out var license) && license.GetString() is { } text ? new() { License = text } : null),
        };
    }

    /// <summary>
    /// Returns the SHA-256 hash of the content, without the slug and takeaway ids. A save with the same hash and the same takeaway ids
    /// creates no new version.
    /// </summary>
    /// <remarks>
    /// Rights that consist of a license, or of nothing, are hashed in the form that documents had before `rights` existed. Otherwise, each
    /// stored hash would differ from that of the same content, and importing unchanged documents would publish all of them again.
    /// </remarks>
    internal byte[] ComputeContentHash()
    {
        var content = this with { Slug = null, Takeaways = Takeaways.Select(takeaway => takeaway with { Id = null }).ToList() };
        var json = JsonSerializer.SerializeToNode(content, StoryDocumentJsonContext.Default.StoryDocument)!.AsObject();
        if (Rights is null || Rights == new Rights { License = Rights.License })
        {
            json.SetAt(json.IndexOf("rights"), FormerLicense, Rights?.License);
        }

        foreach (var card in json["recommendations"]!.AsArray())
        {
            card![FormerLicense] = null;
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(json.ToJsonString()));
    }
}
