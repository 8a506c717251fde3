using ContentApi.Core.Model;
using ContentApi.Core.Text;
using Markdig.Syntax;
using Block = ContentApi.Core.Model.Block;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Reads a body as CommonMark with strikethrough and tables; raw HTML is text. First- and second-level headings start sections. Unsupported
/// constructs are kept as code blocks or as text, so that no text is lost.
/// </summary>
internal sealed class MarkdownReader
{
    private readonly ParsedMarkdown markdown;
    private readonly BlockReader blockReader;
    private readonly List<Section> sections = [];
    private readonly List<string> warnings = [];
    private readonly CancellationToken cancellationToken;
    private readonly HashSet<string> anchors = new(StringComparer.Ordinal);

    /// <summary>
    /// For each slug, the number to try next as the suffix of an anchor. Without it, many equal headings would take quadratic time.
    /// </summary>
    private readonly Dictionary<string, int> nextAnchorSuffixes = new(StringComparer.Ordinal);

    private (string? Label, string? Title, string Anchor) currentHeading = (null, null, "start");
    private List<Block> blocks = [];

    private MarkdownReader(ParsedMarkdown markdown, CancellationToken cancellationToken) =>
        (this.markdown, this.cancellationToken, blockReader) = (markdown, cancellationToken, new(markdown, warnings));

    /// <summary>Reads a body into sections and blocks. Their ids are empty; <see cref="BlockIdAssigner"/> assigns them later.</summary>
    /// <param name="markdown">The body.</param>
    /// <param name="title">The title of the story. A first-level heading at the start that repeats the title is omitted.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    public static ParsedBody Read(string markdown, string title, CancellationToken cancellationToken = default)
    {
        try
        {
            var reader = new MarkdownReader(ParsedMarkdown.Parse(markdown, cancellationToken), cancellationToken);
            return reader.ReadDocument(title);
        }
        catch (ArgumentException e)
        {
            // Markdig throws this exception if its own nesting limit is exceeded, which is higher than MarkdownLimits.MaxNesting.
            return CreatePlainBody(CommentRemover.Remove(markdown), e.Message);
        }
    }

    private ParsedBody ReadDocument(string title)
    {
        if (markdown.Warning is var (line, message))
        {
            warnings.Add($"line {line} of the body: {message}");
        }

        var isFirst = true;
        foreach (var block in markdown.Document.Where(block => block is not CommentBlock))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (block is HeadingBlock { Level: <= 2 } sectionHeading)
            {
                var text = ReadPlainText(sectionHeading);
                var isComment = text.Length == 0 && sectionHeading.Inline?.FirstChild is CommentInline;
                if (text.Length > BodyLimits.MaxHeadingLength)
                {
                    blockReader.ReadLongHeading(sectionHeading, blocks);
                }
                else if (!isComment && !(isFirst && sectionHeading.Level == 1 && SectionHeading.AreEquivalent(text, title)))
                {
                    OpenSection(text);
                }
            }
            else
            {
                blockReader.Read(block, blocks);
            }

            isFirst = false;
        }

        CloseSection();
        var parserErrors = markdown.ExceededLimits.Select(violation => $"line {violation.Line + 1} of the body: {violation.Message}").ToList();
        return new(
            sections,
            [.. warnings, .. parserErrors.Select(violation => $"{violation}; this part is kept as text"), .. blockReader.ExceededLimits],
            [.. parserErrors, .. blockReader.ExceededLimits]);
    }

    private void OpenSection(string text)
    {
        CloseSection();
        var (label, title) = SectionHeading.Split(text);
        currentHeading = (label, title, CreateAnchor(text));
    }

    private void CloseSection()
    {
        if (blocks.Count > 0 || currentHeading.Label is not null || currentHeading.Title is not null)
        {
            anchors.Add(currentHeading.Anchor);
            blockReader.CountElement();
            sections.Add(new() { Id = "", Label = currentHeading.Label, Title = currentHeading.Title, Anchor = currentHeading.Anchor, Blocks = blocks });
            blocks = [];
        }
    }

    private string CreateAnchor(string text)
    {
        var slug = Slug.From(text) is { Length: > 0 } headingSlug ? headingSlug : $"section-{sections.Count + 1}";
        var anchor = slug;
        var suffix = nextAnchorSuffixes.GetValueOrDefault(slug, 2);
        for (; anchors.Contains(anchor); suffix++)
        {
            anchor = $"{slug}-{suffix}";
        }

        nextAnchorSuffixes[slug] = suffix;
        return anchor;
    }

    private static string ReadPlainText(HeadingBlock heading) =>
        heading.Inline is null ? CommentRemover.Remove(heading.Lines.ToString()).Replace('\n', ' ').Trim() : InlineReader.ReadPlainText(heading.Inline);

    private static ParsedBody CreatePlainBody(string markdown, string reason)
    {
        var paragraphs = markdown.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => new Block { Id = "", Type = BlockType.Paragraph, Spans = [new() { Text = text, Marks = [], Href = null }] })
            .ToList();
        return new(
            [new() { Id = "", Label = null, Title = null, Anchor = "start", Blocks = paragraphs }],
            ["the body is nested too deeply to be parsed as Markdown; it is kept as plain paragraphs"],
            [$"the body cannot be parsed as Markdown: {reason}"]);
    }
}
