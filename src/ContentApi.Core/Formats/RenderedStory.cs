using System.Text.Json;
using ContentApi.Core.Formats.Body;
using ContentApi.Core.Model;
using ContentApi.Core.Text;

namespace ContentApi.Core.Formats;

/// <summary>A document rendered for publication: its body as blocks, HTML, Markdown and plain text.</summary>
internal sealed record RenderedStory
{
    /// <summary>
    /// The format version of the rendered body. Increase it when <see cref="Render"/> creates other blocks, HTML, Markdown or plain text for
    /// the same document; `migrate` then renders the stored bodies again.
    /// </summary>
    public const int FormatVersion = 1;

    public required StoryDocument Document { get; init; }

    public required string Slug { get; init; }

    public required IReadOnlyList<Section> Sections { get; init; }

    public required string SectionsJson { get; init; }

    public required string Html { get; init; }

    public required string Markdown { get; init; }

    public required string PlainText { get; init; }

    public required int WordCount { get; init; }

    public required int ReadingMinutes { get; init; }

    /// <summary>Gets the names or slugs of the topics, without repetitions.</summary>
    public required IReadOnlyList<string> TopicNames { get; init; }

    /// <summary>
    /// Gets the reason why the story cannot be published: its title, body or a takeaway has no visible content, or its body is too large. Null if the story is
    /// complete.
    /// </summary>
    public string? IncompleteReason =>
        !VisibleText.ExistsIn(Document.Title) ? "The title is empty; a story needs a title to be published."
        : !VisibleText.ExistsIn(Sections) ? "The body is empty; a story needs text, an image or code to be published."
        : Math.Max(Html.Length, Math.Max(Markdown.Length, PlainText.Length)) > BodyLimits.MaxRenderedLength ? $"The body is too large: it has more than {BodyLimits.MaxRenderedLength:N0} characters when it is rendered."
        : Document.Takeaways.Any(takeaway => !VisibleText.ExistsIn(takeaway.Statement)) ? "A takeaway has no statement; every takeaway needs one before the story can be published."
        : null;

    /// <summary>Gets the warnings for the author about content that could not be kept as written.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Renders a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="previous">The sections of the replaced version, whose ids unchanged and edited blocks and sections keep.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static RenderedStory Render(StoryDocument document, IReadOnlyList<Section> previous, CancellationToken cancellationToken)
    {
        document = WithCanonicalLanguages(document.WithoutComments());
        var body = MarkdownReader.Read(document.Body, document.Title, cancellationToken);
        var sections = BlockIdAssigner.Assign(body.Sections, previous, cancellationToken);
        var text = PlainTextWriter.Write(sections);
        var readingLength = ReadingLength.Measure(text);
        cancellationToken.ThrowIfCancellationRequested();
        var json = JsonSerializer.Serialize(sections, StoryBodyJsonContext.Relaxed.IReadOnlyListSection);
        cancellationToken.ThrowIfCancellationRequested();
        var html = HtmlWriter.Write(sections);
        cancellationToken.ThrowIfCancellationRequested();
        var markdown = MarkdownWriter.Write(sections);
        cancellationToken.ThrowIfCancellationRequested();
        return new()
        {
            Document = document,
            Slug = document.GetSlug(),
            Sections = sections,
            SectionsJson = json,
            Html = html,
            Markdown = markdown,
            PlainText = text,
            WordCount = readingLength.WordCount,
            ReadingMinutes = document.ReadingMinutes ?? Math.Min(readingLength.ReadingMinutes, 1000),
            TopicNames = document.Topics.Select(name => name.Trim()).DistinctBy(NameFolding.Fold, StringComparer.Ordinal).ToList(),
            Warnings = body.Warnings,
        };
    }

    /// <summary>Returns the warnings for the author about content that cannot be kept as written, without rendering the document.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static IReadOnlyList<string> FindWarnings(StoryDocument document, CancellationToken cancellationToken)
    {
        document = document.WithoutComments();
        return MarkdownReader.Read(document.Body, document.Title, cancellationToken).Warnings;
    }

    /// <summary>Returns the texts that are compared with other stories. The takeaways of the document have ids.</summary>
    public ComparableStory ToComparable(Guid storyId) => new(
        Document.Title,
        Document.Dek,
        PlainText,
        Document.Takeaways.Select(takeaway => new TakeawayText(storyId, takeaway.Id!.Value, takeaway.Statement, takeaway.Explanation)).ToList());

    private static StoryDocument WithCanonicalLanguages(StoryDocument document) => document with
    {
        Language = document.Language is null ? null : LanguageTag.Normalize(document.Language),
        Recommendations = document.Recommendations
            .Select(card => card.Language is null ? card : card with { Language = LanguageTag.Normalize(card.Language) })
            .ToList(),
    };
}
