using ContentApi.Core.Model;
using ContentApi.Core.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Block = ContentApi.Core.Model.Block;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Reads a body as CommonMark with strikethrough; raw HTML is text. First- and second-level headings start sections. Unsupported
/// constructs are kept as code blocks or as text, so that no text is lost.
/// </summary>
internal sealed class MarkdownReader
{
    private readonly ParsedMarkdown markdown;
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
    private int totalUrlLength;

    private MarkdownReader(ParsedMarkdown markdown, CancellationToken cancellationToken) => (this.markdown, this.cancellationToken) = (markdown, cancellationToken);

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
                if (!isComment && !(isFirst && sectionHeading.Level == 1 && SectionHeading.AreEquivalent(text, title)))
                {
                    OpenSection(text);
                }
            }
            else
            {
                AddBlock(block);
            }

            isFirst = false;
        }

        CloseSection();
        var limitErrors = markdown.ExceededLimits.Select(violation => $"line {violation.Line + 1} of the body: {violation.Message}").ToList();
        return new(sections, [.. warnings, .. limitErrors.Select(violation => $"{violation}; this part is kept as text")], limitErrors);
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

    private void AddBlock(Markdig.Syntax.Block block)
    {
        switch (block)
        {
            case HeadingBlock subheading:
                var headingSpans = ReadSpans(subheading);
                if (headingSpans.Count > 0 || subheading.Inline?.FirstChild is not CommentInline)
                {
                    blocks.Add(CreateBlock(BlockType.Heading) with { Level = subheading.Level, Spans = headingSpans });
                }

                break;
            case ParagraphBlock { Inline: { } content } when FindStandaloneImage(content) is { } imageLink && ReadImage(imageLink) is { } image:
                blocks.Add(CreateBlock(BlockType.Image) with { Image = image });
                break;
            case ParagraphBlock when TableSyntax.Matches(markdown.GetSource(block)):
                Warn(block, "tables are not supported; this one is kept as a code block");
                blocks.Add(CreateBlock(BlockType.Code) with { Text = markdown.GetSource(block).ToString() });
                break;
            case ParagraphBlock paragraph:
                if (ReadSpans(paragraph) is { Count: > 0 } spans)
                {
                    blocks.Add(CreateBlock(BlockType.Paragraph) with { Spans = spans });
                }

                break;
            case QuoteBlock quote:
                if (ReadQuote(quote) is var quoteBlock && (quoteBlock.Spans!.Count > 0 || quoteBlock.Cite is not null || !ContainsComment(quote)))
                {
                    blocks.Add(quoteBlock);
                }

                break;
            case ListBlock list:
                if (ReadItems(list) is { Count: > 0 } items)
                {
                    blocks.Add(CreateBlock(BlockType.List) with { Ordered = list.IsOrdered, Items = items });
                }

                break;
            case CodeBlock code:
                var language = CommentRemover.RemoveOrNullIfOnlyComments((code as FencedCodeBlock)?.Info)?.Replace("`", "", StringComparison.Ordinal);
                blocks.Add(CreateBlock(BlockType.Code) with { Language = NullIfEmpty(language), Text = code.Lines.ToString() });
                break;
            case ThematicBreakBlock:
                blocks.Add(CreateBlock(BlockType.Divider));
                break;
            case LinkReferenceDefinitionGroup:
                break;
            default:
                Warn(block, "this Markdown construct is not supported; it is kept as a code block");
                blocks.Add(CreateBlock(BlockType.Code) with { Text = markdown.GetSource(block).ToString() });
                break;
        }
    }

    /// <summary>
    /// Joins the paragraphs of a quote with empty lines between them. If the last line starts with a dash, it is the citation.
    /// </summary>
    private Block ReadQuote(QuoteBlock quote)
    {
        var spans = new SpanBuilder();
        foreach (var part in ReadSpansPerParagraph(quote))
        {
            spans.AddSeparator("\n\n");
            spans.AddRange(part);
        }

        return CreateBlock(BlockType.Quote) with { Cite = spans.TakeCitation(), Spans = spans.ToList() };
    }

    private List<IReadOnlyList<Span>> ReadItems(ListBlock list)
    {
        List<IReadOnlyList<Span>> items = [];
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var spans = new SpanBuilder();
            foreach (var child in item.Where(child => child is not (ListBlock or CommentBlock)))
            {
                spans.AddSeparator("\n");
                spans.AddRange(ReadSpansPerParagraph(child).SelectMany(text => text));
            }

            if (spans.ToList() is var itemSpans && (itemSpans.Count > 0 || !ContainsComment(item)))
            {
                items.Add(itemSpans);
            }

            foreach (var nested in item.OfType<ListBlock>())
            {
                Warn(nested, "a list inside a list is not supported; its items are moved to the outer list");
                items.AddRange(ReadItems(nested));
            }
        }

        return items;
    }

    /// <summary>Returns the spans of each paragraph in a block of a quote or list item. Unsupported constructs are kept as text.</summary>
    private IEnumerable<IReadOnlyList<Span>> ReadSpansPerParagraph(Markdig.Syntax.Block block)
    {
        switch (block)
        {
            case CommentBlock:
                return [];
            case ParagraphBlock or HeadingBlock:
                return [ReadSpans((LeafBlock)block)];
            case CodeBlock code:
                return [[new() { Text = code.Lines.ToString(), Marks = [Mark.Code], Href = null }]];
            case QuoteBlock or ListItemBlock:
                return ((ContainerBlock)block).SelectMany(ReadSpansPerParagraph);
            case ListBlock list:
                Warn(list, "a list inside a quote is not supported; it is kept as text");
                return ReadItems(list);
            default:
                return markdown.GetSource(block).ToString() is { Length: > 0 } source ? [[new() { Text = source, Marks = [], Href = null }]] : [];
        }
    }

    private IReadOnlyList<Span> ReadSpans(LeafBlock block)
    {
        if (block.Inline is null)
        {
            var text = CommentRemover.Remove(block.Lines.ToString()).Trim();
            return text.Length == 0 ? [] : [new() { Text = text, Marks = [], Href = null }];
        }

        return new InlineReader(message => Warn(block, message), TryAddUrlLength).Read(block.Inline);
    }

    /// <summary>
    /// Adds the length of a URL to the total. Returns false if the total exceeds the limit, and warns once.
    /// </summary>
    private bool TryAddUrlLength(string url)
    {
        var previousLength = totalUrlLength;
        totalUrlLength = Math.Min(totalUrlLength + url.Length, BodyLimits.MaxTotalUrlLength + 1);
        if (totalUrlLength <= BodyLimits.MaxTotalUrlLength)
        {
            return true;
        }

        if (previousLength <= BodyLimits.MaxTotalUrlLength)
        {
            warnings.Add($"the URLs of all links have more than {BodyLimits.MaxTotalUrlLength:N0} characters in total; further links are removed and only their text is kept");
        }

        return false;
    }

    private static string ReadPlainText(HeadingBlock heading) =>
        heading.Inline is null ? CommentRemover.Remove(heading.Lines.ToString()).Replace('\n', ' ').Trim() : ReadPlainText(heading.Inline);

    private static string ReadPlainText(ContainerInline inline) =>
        string.Concat(new InlineReader(_ => { }, _ => false).Read(inline).Select(span => span.Text)).Replace('\n', ' ').Trim();

    private static Image? ReadImage(LinkInline image) =>
        InlineReader.GetUrl(image) is { } url && InlineReader.IsValidImageUrl(url)
            ? new() { Url = url, Alt = NullIfEmpty(ReadPlainText(image)), Caption = NullIfEmpty(CommentRemover.RemoveOrNullIfOnlyComments(image.Title)) }
            : null;

    /// <summary>Returns the image of a paragraph that contains nothing else, apart from comments and spaces; otherwise null.</summary>
    private static LinkInline? FindStandaloneImage(ContainerInline inline)
    {
        var visible = inline.Where(child => child is not CommentInline && !(child is LiteralInline literal && literal.Content.IsEmptyOrWhitespace())).Take(2).ToList();
        return visible is [LinkInline { IsImage: true } image] ? image : null;
    }

    private static bool ContainsComment(ContainerBlock block) => block.Descendants().Any(node => node is ICommentNode);

    private void Warn(Markdig.Syntax.Block block, string message) => warnings.Add($"line {block.Line + 1} of the body: {message}");

    private static Block CreateBlock(string type) => new() { Id = "", Type = type };

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static ParsedBody CreatePlainBody(string markdown, string reason)
    {
        var paragraphs = markdown.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => CreateBlock(BlockType.Paragraph) with { Spans = [new() { Text = text, Marks = [], Href = null }] })
            .ToList();
        return new(
            [new() { Id = "", Label = null, Title = null, Anchor = "start", Blocks = paragraphs }],
            ["the body is nested too deeply to be parsed as Markdown; it is kept as plain paragraphs"],
            [$"the body cannot be parsed as Markdown: {reason}"]);
    }
}
