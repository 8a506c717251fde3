using System.Security.Cryptography;
using System.Text.Json;
using ContentApi.Authoring.Body;
using ContentApi.Stories;
using ContentApi.Takeaways;
using ContentApi.Topics;

namespace ContentApi.Authoring;

/// <summary>What the library had of a story before: what a new version takes its identities from.</summary>
internal sealed record PublishedStory(
    Guid Id, DateTime PublishedAt, byte[] DocumentHash, string? FounderSlug, string[] Topics, IReadOnlyList<Section>? Sections, IReadOnlyList<Takeaway> Takeaways);

/// <summary>
/// A document made into what the library stores: the body as blocks, HTML, Markdown and text, the takeaways with their ids.
/// Made outside of the publishing transaction; <see cref="Continue"/> inside gives it the identities of the version that it replaces.
/// </summary>
internal sealed record StoryProjection
{
    public required StoryDocument Document { get; init; }

    public required string Slug { get; init; }

    /// <summary>SHA-256 of the document: the same document again changes nothing.</summary>
    public required byte[] Hash { get; init; }

    public required IReadOnlyList<Section> Sections { get; init; }

    public required string SectionsJson { get; init; }

    public required string Html { get; init; }

    public required string Markdown { get; init; }

    public required string PlainText { get; init; }

    public required int WordCount { get; init; }

    public required int ReadingMinutes { get; init; }

    public required IReadOnlyList<Takeaway> Takeaways { get; init; }

    public required IReadOnlyList<TopicReference> Topics { get; init; }

    /// <summary>What the body could not say as it was written; for the writer to know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    public static StoryProjection Of(StoryDocument document)
    {
        var body = MarkdownBody.Read(document.Body, document.Title);
        var projection = new StoryProjection
        {
            Document = document,
            Slug = document.PublicName,
            Hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(document with { Slug = document.PublicName }, StoryDocumentJson.Default.StoryDocument)),
            Sections = [],
            SectionsJson = "",
            Html = "",
            Markdown = "",
            PlainText = "",
            WordCount = 0,
            ReadingMinutes = 0,
            Takeaways = document.Takeaways.Select((takeaway, index) => Lesson(takeaway, index, takeaway.Id)).ToList(),
            Topics = document.Topics
                .Select(name => new TopicReference { Slug = Stories.Slug.From(name), Name = name.Trim() })
                .DistinctBy(topic => topic.Slug, StringComparer.Ordinal)
                .ToList(),
            Warnings = body.Warnings,
        };

        return projection.With(BlockIdentity.Assign(body.Sections));
    }

    /// <summary>The same, with the ids that unchanged and mended paragraphs and takeaways had before.</summary>
    public StoryProjection Continue(PublishedStory before)
    {
        var sections = BlockIdentity.Assign(Sections, before.Sections ?? []);
        var continued = BlockIdentity.Align(
            before.Takeaways.Select(takeaway => takeaway.Statement).ToList(),
            Document.Takeaways.Select(takeaway => takeaway.Statement).ToList());
        var given = Document.Takeaways.Select(takeaway => takeaway.Id).ToHashSet();

        return With(sections) with
        {
            Takeaways = Document.Takeaways
                .Select((takeaway, index) => Lesson(
                    takeaway,
                    index,
                    takeaway.Id ?? (continued[index] is { } old && !given.Contains(before.Takeaways[old].Id) ? before.Takeaways[old].Id : null)))
                .ToList(),
        };
    }

    private StoryProjection With(IReadOnlyList<Section> sections)
    {
        var text = PlainBody.Write(sections);
        return this with
        {
            Sections = sections,
            SectionsJson = JsonSerializer.Serialize(sections, StoryBodyJson.Relaxed.IReadOnlyListSection),
            Html = HtmlBody.Write(sections),
            Markdown = MarkdownWriter.Write(sections),
            PlainText = text,
            WordCount = Words.Count(text),
            ReadingMinutes = Document.ReadingMinutes ?? Math.Min(Words.ReadingMinutes(text), 1000),
        };
    }

    private static Takeaway Lesson(TakeawayDocument takeaway, int index, Guid? id) => new()
    {
        Id = id ?? Guid.CreateVersion7(),
        Position = index + 1,
        Statement = takeaway.Statement,
        Explanation = takeaway.Explanation,
    };
}

/// <summary>The key that titles and names are sorted by: folded to ASCII as slugs are, so that every machine sorts alike.</summary>
internal static class SortKey
{
    public static string Of(string text) => Slug.From(text) is { Length: > 0 } slug ? slug.Replace('-', ' ') : text;
}
