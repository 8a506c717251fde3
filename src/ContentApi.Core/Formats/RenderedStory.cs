using System.Text.Json;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Core.Formats;

/// <summary>A document rendered for publication: its body as blocks, HTML, Markdown and plain text.</summary>
/// <remarks>
/// Documents are rendered outside the publishing transaction. Inside the transaction, <see cref="WithPreservedIds"/> restores the block and
/// section ids of the replaced version.
/// </remarks>
internal sealed record RenderedStory
{
    public required StoryDocument Document { get; init; }

    public required string Slug { get; init; }

    public required IReadOnlyList<Section> Sections { get; init; }

    public required string SectionsJson { get; init; }

    public required string Html { get; init; }

    public required string Markdown { get; init; }

    public required string PlainText { get; init; }

    public required int WordCount { get; init; }

    public required int ReadingMinutes { get; init; }

    public required IReadOnlyList<TopicReference> Topics { get; init; }

    /// <summary>Gets whether the document is marked as a draft, which is saved but not published.</summary>
    public bool IsDraft { get; init; }

    /// <summary>
    /// Gets the reason why the story cannot be published: its title, body or a takeaway has no visible content. Null if the story is
    /// complete.
    /// </summary>
    public string? IncompleteReason =>
        !VisibleText.ExistsIn(Document.Title) ? "The title is empty; a story needs a title to be published."
        : !VisibleText.ExistsIn(Sections) ? "The body is empty; a story needs text, an image or code to be published."
        : Document.Takeaways.Any(takeaway => !VisibleText.ExistsIn(takeaway.Statement)) ? "A takeaway has no statement; every takeaway needs one before the story can be published."
        : null;

    /// <summary>Gets the warnings for the author about content that could not be kept as written.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static RenderedStory Render(StoryDocument document, CancellationToken cancellationToken)
    {
        document = WithCanonicalLanguages(document.WithoutComments());
        var body = MarkdownReader.Read(document.Body, document.Title, cancellationToken);
        var story = new RenderedStory
        {
            Document = document,
            Slug = document.GetSlug(),
            Sections = [],
            SectionsJson = "",
            Html = "",
            Markdown = "",
            PlainText = "",
            WordCount = 0,
            ReadingMinutes = 0,
            Topics = document.Topics
                .Select(name => new TopicReference { Slug = Model.Slug.From(name), Name = name.Trim() })
                .DistinctBy(topic => topic.Slug, StringComparer.Ordinal)
                .ToList(),
            Warnings = body.Warnings,
        };

        return story.WithSections(BlockIdAssigner.Assign(body.Sections, cancellationToken: cancellationToken), cancellationToken);
    }

    /// <summary>Returns the story with the previous ids of its unchanged and edited blocks and sections.</summary>
    public RenderedStory WithPreservedIds(IReadOnlyList<Section> previous, CancellationToken cancellationToken) =>
        WithSections(BlockIdAssigner.Assign(Sections, previous, cancellationToken), cancellationToken);

    /// <summary>Returns the texts that are compared with other stories.</summary>
    public ComparableStory ToComparable() => new(
        Document.Title,
        Document.Dek,
        PlainText,
        Document.Takeaways.Select(takeaway => new TakeawayText(Guid.Empty, Guid.Empty, takeaway.Statement, takeaway.Explanation)).ToList());

    private static StoryDocument WithCanonicalLanguages(StoryDocument document) => document with
    {
        Language = document.Language is null ? null : LanguageTag.Normalize(document.Language),
        Recommendations = document.Recommendations
            .Select(card => card.Language is null ? card : card with { Language = LanguageTag.Normalize(card.Language) })
            .ToList(),
    };

    private RenderedStory WithSections(IReadOnlyList<Section> sections, CancellationToken cancellationToken)
    {
        var text = PlainTextWriter.Write(sections);
        var readingLength = ReadingLength.Measure(text);
        cancellationToken.ThrowIfCancellationRequested();
        var json = JsonSerializer.Serialize(sections, StoryBodyJsonContext.Relaxed.IReadOnlyListSection);
        cancellationToken.ThrowIfCancellationRequested();
        var html = HtmlWriter.Write(sections);
        cancellationToken.ThrowIfCancellationRequested();
        var markdown = MarkdownWriter.Write(sections);
        cancellationToken.ThrowIfCancellationRequested();
        return this with
        {
            Sections = sections,
            SectionsJson = json,
            Html = html,
            Markdown = markdown,
            PlainText = text,
            WordCount = readingLength.WordCount,
            ReadingMinutes = Document.ReadingMinutes ?? Math.Min(readingLength.ReadingMinutes, 1000),
        };
    }
}
