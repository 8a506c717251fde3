using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using ContentApi.Stories;

namespace ContentApi.Authoring;

/// <summary>
/// What a writer writes and what the importers produce: one story with its takeaways and editorial recommendations,
/// in the member names of delivery, the body in Markdown. Only `title` and `body` are needed.
/// </summary>
public sealed record StoryDocument
{
    /// <summary>Headline, 1 to 300 characters.</summary>
    public required string Title { get; init; }

    /// <summary>Public name of the story; null: made from the title.</summary>
    public string? Slug { get; init; }

    /// <summary>The person the story is about, or null.</summary>
    public FounderDocument? Founder { get; init; }

    /// <summary>Instant of publication; null: when it is published first.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Who wrote it, without a leading "By", at most 300 characters.</summary>
    public string? Byline { get; init; }

    /// <summary>Standfirst, at most 2,000 characters.</summary>
    public string? Dek { get; init; }

    /// <summary>Reading time in minutes, 1 to 1,000; null: counted from the body.</summary>
    public int? ReadingMinutes { get; init; }

    /// <summary>Names of topics, at most 20, each at most 100 characters.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>BCP 47 tag; null: `en`.</summary>
    public string? Language { get; init; }

    /// <summary>Terms of use, at most 300 characters.</summary>
    public string? License { get; init; }

    /// <summary>Lead image, or null.</summary>
    public Image? Image { get; init; }

    /// <summary>Home of the story on the web (http or https), or null.</summary>
    public string? CanonicalUrl { get; init; }

    /// <summary>Lessons, at most 50, in order.</summary>
    public IReadOnlyList<TakeawayDocument> Takeaways { get; init; } = [];

    /// <summary>The editor's "Continue your journey", at most 20, in order.</summary>
    public IReadOnlyList<RecommendationDocument> Recommendations { get; init; } = [];

    /// <summary>The body in Markdown (CommonMark; raw HTML is text), at most 1 MB in UTF-8.</summary>
    public required string Body { get; init; }

    /// <summary>The name that the story gets: its slug, or that of its title; where the title has nothing for one, a digest of it, so that the same document finds its story again.</summary>
    internal string PublicName =>
        Slug ?? Stories.Slug.From(Title) switch
        {
            "" => $"story-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Title)))[..12]}",
            var slug => slug,
        };
}

/// <summary>Documents as they are stored and compared.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoryDocument))]
internal sealed partial class StoryDocumentJson : JsonSerializerContext;

/// <summary>The founder of a document. A name or bio that is given replaces what the library has; what is null leaves it.</summary>
public sealed record FounderDocument
{
    /// <summary>The founder's public name in addresses.</summary>
    public required string Slug { get; init; }

    /// <summary>Name, at most 200 characters; null: as the library has it, or else guessed from the slug.</summary>
    public string? Name { get; init; }

    /// <summary>Who the founder is, at most 5,000 characters; null: as the library has it.</summary>
    public string? Bio { get; init; }

    /// <summary>Portrait; null: as the library has it.</summary>
    public Image? Image { get; init; }
}

/// <summary>A lesson of a document.</summary>
public sealed record TakeawayDocument
{
    /// <summary>UUID to keep; null: that of the same or most similar lesson in the library, or else a new one.</summary>
    public Guid? Id { get; init; }

    /// <summary>The lesson in one sentence, 1 to 1,000 characters.</summary>
    public required string Statement { get; init; }

    /// <summary>The lesson at length, at most 10,000 characters, or null.</summary>
    public string? Explanation { get; init; }
}

/// <summary>
/// A recommended story: its slug, and for one that may not be in the library yet (announced) a card of its own, which needs a title.
/// As soon as the slug is published, the library's card takes its place.
/// </summary>
public sealed record RecommendationDocument
{
    /// <summary>Slug of the recommended story.</summary>
    public required string Slug { get; init; }

    /// <summary>Headline of the announced story, at most 300 characters; null: no card of its own.</summary>
    public string? Title { get; init; }

    /// <summary>Standfirst of the announced story, at most 2,000 characters.</summary>
    public string? Dek { get; init; }

    /// <summary>Byline of the announced story.</summary>
    public string? Byline { get; init; }

    /// <summary>Founder of the announced story; slug, and name where it is known.</summary>
    public FounderDocument? Founder { get; init; }

    /// <summary>Reading time of the announced story, in minutes.</summary>
    public int? ReadingMinutes { get; init; }

    /// <summary>Lead image of the announced story.</summary>
    public Image? Image { get; init; }

    /// <summary>BCP 47 tag of the announced story.</summary>
    public string? Language { get; init; }

    /// <summary>Terms of use of the announced story.</summary>
    public string? License { get; init; }
}
