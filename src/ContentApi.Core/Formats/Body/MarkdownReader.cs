using ContentApi.Core.Model;
using ContentApi.Core.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Block = ContentApi.Core.Model.Block;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Reads a body as CommonMark with strikethrough; raw HTML is text. Second-level headings open sections. A construct without a block type
/// of its own becomes a code block, with a warning, so that no text is lost.
/// </summary>
internal sealed partial class MarkdownReader
{
    private readonly BodyMarkdown markdown;
    private readonly List<Section> sections = [];
    private readonly List<string> warnings = [];
    private readonly CancellationToken cancellationToken;
    private readonly HashSet<string> anchors = new(StringComparer.Ordinal);

    /// <summary>
    /// The first number that may be free for an anchor of each slug, so that many equal headings do not restart the search.
    /// </summary>
    private readonly Dictionary<string, int> nextNumbers = new(StringComparer.Ordinal);

    private (string? Label, string? Title, string Anchor) heading = (null, null, "start");
    private List<Block> blocks = [];
    private int addresses;

    private MarkdownReader(BodyMarkdown markdown, CancellationToken cancellationToken) => (this.markdown, this.cancellationToken) = (markdown, cancellationToken);

    /// <param name="markdown">The body.</param>
    /// <param name="title">The title of the story; a first-level heading that repeats it is omitted.</param>
    /// <param name="cancellationToken">Checked between blocks.</param>
    public static ParsedBody Read(string markdown, string title, CancellationToken cancellationToken = default)
    {
        try
        {
            var body = new MarkdownReader(BodyMarkdown.Parse(markdown, cancellationToken), cancellationToken);
            return body.ReadDocument(title);
        }
        catch (ArgumentException e)
        {
            // Markdig's own nesting limit, which is higher than the limits of this parser.
            return Plain(CommentText.Remove(markdown), e.Message);
        }
    }

    private ParsedBody ReadDocument(string title)
    {
        if (markdown.Warning is var (line, message))
        {
            warnings.Add($"line {line} of the body: {message}");
        }

        var first = true;
        foreach (var block in markdown.Document.Where(block => block is not CommentBlock))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (block is HeadingBlock { Level: <= 2 } opening)
            {
                var text = Flatten(opening);
                var isComment = text.Length == 0 && opening.Inline?.FirstChild is CommentInline;
                if (!isComment && !(first && opening.Level == 1 && SectionHeading.IsSame(text, title)))
                {
                    Open(text);
                }
            }
            else
            {
                Add(block);
            }

            first = false;
        }

        Close();
        var exceeded = markdown.Exceeded.Select(place => $"line {place.Line + 1} of the body: {place.Limit}").ToList();
        return new(sections, [.. warnings, .. exceeded.Select(limit => $"{limit}; it is kept as text")], exceeded);
    }

    private void Open(string text)
    {
        Close();
        var (label, title) = SectionHeading.Split(text);
        heading = (label, title, Anchor(text));
    }

    private void Close()
    {
        if (blocks.Count > 0 || heading.Label is not null || heading.Title is not null)
        {
            anchors.Add(heading.Anchor);
            sections.Add(new() { Id = "", Label = heading.Label, Title = heading.Title, Anchor = heading.Anchor, Blocks = blocks });
            blocks = [];
        }
    }

    private string Anchor(string text)
    {
        var slug = Slug.From(text) is { Length: > 0 } own ? own : $"section-{sections.Count + 1}";
        var anchor = slug;
        var number = nextNumbers.GetValueOrDefault(slug, 2);
        for (; anchors.Contains(anchor); number++)
        {
            anchor = $"{slug}-{number}";
        }

        nextNumbers[slug] = number;
        return anchor;
    }

    private void Add(Markdig.Syntax.Block block)
    {
        switch (block)
        {
            case HeadingBlock inner:
                var title = Spans(inner);
                if (title.Count > 0 || inner.Inline?.FirstChild is not CommentInline)
                {
                    blocks.Add(New(BlockType.Heading) with { Level = inner.Level, Spans = title });
                }

                break;
            case ParagraphBlock { Inline: { } inline } when OnlyImage(inline) is { } image && Image(image) is { } picture:
                blocks.Add(New(BlockType.Image) with { Image = picture });
                break;
            case ParagraphBlock when TableSyntax.Matches(markdown.SourceOf(block)):
                Warn(block, "a table has no block of its own; it is kept as text");
                blocks.Add(New(BlockType.Code) with { Text = markdown.SourceOf(block).ToString() });
                break;
            case ParagraphBlock paragraph:
                if (Spans(paragraph) is { Count: > 0 } spans)
                {
                    blocks.Add(New(BlockType.Paragraph) with { Spans = spans });
                }

                break;
            case QuoteBlock quote:
                if (Quote(quote) is var said && (said.Spans!.Count > 0 || said.Cite is not null || !HasComment(quote)))
                {
                    blocks.Add(said);
                }

                break;
            case ListBlock list:
                if (Items(list) is { Count: > 0 } items)
                {
                    blocks.Add(New(BlockType.List) with { Ordered = list.IsOrdered, Items = items });
                }

                break;
            case CodeBlock code:
                var language = CommentText.RemoveFrom((code as FencedCodeBlock)?.Info)?.Replace("`", "", StringComparison.Ordinal);
                blocks.Add(New(BlockType.Code) with { Language = NullIfEmpty(language), Text = code.Lines.ToString() });
                break;
            case ThematicBreakBlock:
                blocks.Add(New(BlockType.Divider));
                break;
            case LinkReferenceDefinitionGroup:
                break;
            default:
                Warn(block, "this construct has no block of its own; it is kept as text");
                blocks.Add(New(BlockType.Code) with { Text = markdown.SourceOf(block).ToString() });
                break;
        }
    }

    /// <summary>
    /// Joins the paragraphs of a quote with an empty line between them. A last line that starts with a dash is the citation.
    /// </summary>
    private Block Quote(QuoteBlock quote)
    {
        var spans = new SpanBuilder();
        foreach (var part in Texts(quote))
        {
            spans.Separate("\n\n");
            spans.AddRange(part);
        }

        return New(BlockType.Quote) with { Cite = spans.TakeCite(), Spans = spans.ToList() };
    }

    private List<IReadOnlyList<Span>> Items(ListBlock list)
    {
        List<IReadOnlyList<Span>> items = [];
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var spans = new SpanBuilder();
            foreach (var child in item.Where(child => child is not (ListBlock or CommentBlock)))
            {
                spans.Separate("\n");
                spans.AddRange(Texts(child).SelectMany(text => text));
            }

            if (spans.ToList() is var text && (text.Count > 0 || !HasComment(item)))
            {
                items.Add(text);
            }

            foreach (var nested in item.OfType<ListBlock>())
            {
                Warn(nested, "a list inside a list follows its item on the same level");
                items.AddRange(Items(nested));
            }
        }

        return items;
    }

    /// <summary>Returns the texts inside a quote or list item. Constructs other than paragraphs are kept as text.</summary>
    private IEnumerable<IReadOnlyList<Span>> Texts(Markdig.Syntax.Block block)
    {
        switch (block)
        {
            case CommentBlock:
                return [];
            case ParagraphBlock or HeadingBlock:
                return [Spans((LeafBlock)block)];
            case CodeBlock code:
                return [[new() { Text = code.Lines.ToString(), Marks = [Mark.Code], Href = null }]];
            case QuoteBlock or ListItemBlock:
                return ((ContainerBlock)block).SelectMany(Texts);
            case ListBlock list:
                Warn(list, "a list inside a quote is kept as text");
                return Items(list);
            default:
                return markdown.SourceOf(block).ToString() is { Length: > 0 } source ? [[new() { Text = source, Marks = [], Href = null }]] : [];
        }
    }

    private IReadOnlyList<Span> Spans(LeafBlock block)
    {
        if (block.Inline is null)
        {
            var text = CommentText.Remove(block.Lines.ToString()).Trim();
            return text.Length == 0 ? [] : [new() { Text = text, Marks = [], Href = null }];
        }

        return new InlineReader(message => Warn(block, message), MayLink).Read(block.Inline);
    }

    private bool MayLink(string address)
    {
        var before = addresses;
        addresses = Math.Min(addresses + address.Length, BodyLimits.Addresses + 1);
        if (addresses <= BodyLimits.Addresses)
        {
            return true;
        }

        if (before <= BodyLimits.Addresses)
        {
            warnings.Add($"the addresses of all links have more than {BodyLimits.Addresses:N0} characters; from there on links are left out");
        }

        return false;
    }

    private static string Flatten(HeadingBlock heading) => heading.Inline is null ? CommentText.Remove(heading.Lines.ToString()).Replace('\n', ' ').Trim() : Flatten(heading.Inline);

    private static string Flatten(ContainerInline inline) =>
        string.Concat(new InlineReader(_ => { }, _ => false).Read(inline).Select(span => span.Text)).Replace('\n', ' ').Trim();

    private static Image? Image(LinkInline image) =>
        InlineReader.AddressOf(image) is { } url && InlineReader.IsPicture(url)
            ? new() { Url = url, Alt = NullIfEmpty(Flatten(image)), Caption = NullIfEmpty(CommentText.RemoveFrom(image.Title)) }
            : null;

    /// <summary>Returns the image that, apart from comments, is the only content of a paragraph; otherwise null.</summary>
    private static LinkInline? OnlyImage(ContainerInline inline)
    {
        var rest = inline.Where(child => child is not CommentInline && !(child is LiteralInline literal && literal.Content.IsEmptyOrWhitespace())).Take(2).ToList();
        return rest is [LinkInline { IsImage: true } image] ? image : null;
    }

    private static bool HasComment(ContainerBlock block) => block.Descendants().Any(node => node is ICommentNode);

    private void Warn(Markdig.Syntax.Block block, string message) => warnings.Add($"line {block.Line + 1} of the body: {message}");

    private static Block New(string type) => new() { Id = "", Type = type };

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static ParsedBody Plain(string markdown, string reason)
    {
        var paragraphs = markdown.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => New(BlockType.Paragraph) with { Spans = [new() { Text = text, Marks = [], Href = null }] })
            .ToList();
        return new(
            [new() { Id = "", Label = null, Title = null, Anchor = "start", Blocks = paragraphs }],
            ["the body is nested too deeply to be read as Markdown; it is kept as plain paragraphs"],
            [$"the body cannot be read as Markdown: {reason}"]);
    }
}
