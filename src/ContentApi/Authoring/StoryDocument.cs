using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ContentApi.Authoring.Body;
using ContentApi.Http;
using ContentApi.Stories;

namespace ContentApi.Authoring;

/// <summary>
/// What a writer writes and what the importers produce: one story with its takeaways and editorial recommendations,
/// in the member names of delivery, the body in Markdown. Only `title` and `body` are needed.
/// </summary>
public sealed record StoryDocument
{
    /// <summary>Headline, 1 to 300 characters.</summary>
    /// <example>The Quiet Bakery</example>
    [Text(300, MinLength = 1)]
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
    [Text(300)]
    public string? Byline { get; init; }

    /// <summary>Standfirst, at most 2,000 characters.</summary>
    /// <example>Four hundred loaves that nobody had ordered.</example>
    [Text(2000)]
    public string? Dek { get; init; }

    /// <summary>Reading time in minutes, 1 to 1,000; null: counted from the body.</summary>
    /// <example>6</example>
    [Range(1, 1000)]
    public int? ReadingMinutes { get; init; }

    /// <summary>Names of topics, at most 20, each at most 100 characters.</summary>
    /// <example>["Craft", "Money"]</example>
    [Text(100, MinLength = 1), MaxLength(20)]
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>BCP 47 tag; null: `en`.</summary>
    /// <example>en</example>
    [LanguageTag]
    public string? Language { get; init; }

    /// <summary>Terms of use, at most 300 characters.</summary>
    /// <example>CC BY 4.0</example>
    [Text(300)]
    public string? License { get; init; }

    /// <summary>Lead image, or null.</summary>
    public Image? Image { get; init; }

    /// <summary>Home of the story on the web (http or https), or null.</summary>
    /// <example>https://stories.example.com/stories/the-quiet-bakery</example>
    [WebAddress]
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
    [Text(BodyLimits.Bytes)]
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

    /// <summary>
    /// The document with an id for each takeaway: as given, else that of the same or most similar statement of the version before, else
    /// a new one. So a takeaway keeps its address when it is mended or moved.
    /// </summary>
    internal StoryDocument WithTakeawayIds(IReadOnlyList<TakeawayDocument> before)
    {
        var continued = BlockIdentity.Align(before.Select(takeaway => takeaway.Statement).ToList(), Takeaways.Select(takeaway => takeaway.Statement).ToList());
        var taken = Takeaways.Select(takeaway => takeaway.Id).ToHashSet();
        return this with
        {
            Takeaways = Takeaways.Select((takeaway, index) => takeaway with
            {
                Id = takeaway.Id ?? (continued[index] is { } old && !taken.Contains(before[old].Id) ? before[old].Id : null) ?? Guid.CreateVersion7(),
            }).ToList(),
        };
    }
}

/// <summary>Documents as they are stored, compared and sent.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoryDocument))]
[JsonSerializable(typeof(IReadOnlyList<TakeawayDocument>))]
internal sealed partial class StoryDocumentJson : JsonSerializerContext;

/// <summary>An instant with its offset (RFC 3339), written in UTC.</summary>
internal sealed partial class InstantConverter : JsonConverter<DateTimeOffset?>
{
    /// <summary>From this year on there is no time: the last instant of all is PostgreSQL's infinity.</summary>
    public const int EndOfTime = 9000;

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null
        : reader.TokenType == JsonTokenType.String && reader.GetString() is { } text && Shape().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant) && instant.Year < EndOfTime ? instant
        : throw new JsonException("must be an instant with its offset, such as 2025-08-26T06:00:00Z.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } instant)
        {
            writer.WriteStringValue(instant.UtcDateTime);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,7})?([Zz]|[+-]\d{2}:\d{2})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}

/// <summary>The founder of a document. A name or bio that is given replaces what the library has; what is null leaves it.</summary>
public sealed record FounderDocument
{
    /// <summary>The founder's public name in addresses.</summary>
    /// <example>nora-lind</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>Name, at most 200 characters; null: as the library has it, or else guessed from the slug.</summary>
    /// <example>Nora Lind</example>
    [Text(200, MinLength = 1)]
    public string? Name { get; init; }

    /// <summary>Who the founder is, at most 5,000 characters; null: as the library has it.</summary>
    /// <example>Nora Lind bakes in Malmö.</example>
    [Text(5000)]
    public string? Bio { get; init; }

    /// <summary>Portrait; null: as the library has it.</summary>
    public Image? Image { get; init; }
}

/// <summary>A lesson of a document.</summary>
public sealed record TakeawayDocument
{
    /// <summary>UUID to keep; null: that of the same or most similar lesson in the library, or else a new one.</summary>
    /// <example>01990f3c-8a00-7c4e-9b21-5d0e6f7a8b91</example>
    public Guid? Id { get; init; }

    /// <summary>The lesson in one sentence, 1 to 1,000 characters.</summary>
    /// <example>Bake before they ask.</example>
    [Text(1000, MinLength = 1)]
    public required string Statement { get; init; }

    /// <summary>The lesson at length, at most 10,000 characters, or null.</summary>
    /// <example>People follow their nose.</example>
    [Text(10_000)]
    public string? Explanation { get; init; }
}

/// <summary>
/// A recommended story: its slug, and for one that may not be in the library yet (announced) a card of its own, which needs a title.
/// As soon as the slug is published, the library's card takes its place.
/// </summary>
public sealed record RecommendationDocument
{
    /// <summary>Slug of the recommended story.</summary>
    /// <example>the-no-that-drew-a-map</example>
    [Slug]
    public required string Slug { get; init; }

    /// <summary>Headline of the announced story, at most 300 characters; null: no card of its own.</summary>
    /// <example>Announced and Not Written Yet</example>
    [Text(300, MinLength = 1)]
    public string? Title { get; init; }

    /// <summary>Standfirst of the announced story, at most 2,000 characters.</summary>
    /// <example>What the second oven was for.</example>
    [Text(2000)]
    public string? Dek { get; init; }

    /// <summary>Byline of the announced story.</summary>
    /// <example>The Morning Desk</example>
    [Text(300)]
    public string? Byline { get; init; }

    /// <summary>Founder of the announced story; slug, and name where it is known.</summary>
    public FounderDocument? Founder { get; init; }

    /// <summary>Reading time of the announced story, in minutes.</summary>
    /// <example>7</example>
    [Range(1, 1000)]
    public int? ReadingMinutes { get; init; }

    /// <summary>Lead image of the announced story.</summary>
    public Image? Image { get; init; }

    /// <summary>BCP 47 tag of the announced story.</summary>
    /// <example>en</example>
    [LanguageTag]
    public string? Language { get; init; }

    /// <summary>Terms of use of the announced story.</summary>
    /// <example>CC BY 4.0</example>
    [Text(300)]
    public string? License { get; init; }
}
