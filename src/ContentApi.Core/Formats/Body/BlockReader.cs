using ContentApi.Core.Model;
using ContentApi.Core.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Block = ContentApi.Core.Model.Block;

namespace ContentApi.Core.Formats.Body;

/// <summary>Converts the blocks of a parsed body. Unsupported constructs are kept as code blocks or as text, so that no text is lost.</summary>
/// <param name="markdown">The parsed body.</param>
/// <param name="warnings">The list to which warnings are added.</param>
internal sealed class BlockReader(ParsedMarkdown markdown, List<string> warnings)
{
    private readonly List<string> exceededLimits = [];
    private readonly UrlLengthLimit urlLength = new(warnings);
    private int elementCount;
    private int listDepth;

    /// <summary>Gets a message for each exceeded limit.</summary>
    public IReadOnlyList<string> ExceededLimits => exceededLimits;

    /// <summary>Counts a section, block, list item or table cell.</summary>
    public void CountElement()
    {
        if (++elementCount == BodyLimits.MaxElements + 1)
        {
            exceededLimits.Add(FormattableString.Invariant($"the body can have at most {BodyLimits.MaxElements:N0} sections, blocks, list items and table cells"));
        }
    }

    /// <summary>Reads a heading that is too long for the title of a section, as a paragraph.</summary>
    public void ReadLongHeading(HeadingBlock heading, List<Block> blocks)
    {
        Warn(heading, $"a heading can have at most {BodyLimits.MaxHeadingLength:N0} characters; this one is kept as a paragraph");
        blocks.Add(CreateBlock(BlockType.Paragraph) with { Spans = ReadSpans(heading) });
    }

    /// <summary>Reads a block and adds it to <paramref name="blocks"/>. Adds nothing for a comment.</summary>
    public void Read(Markdig.Syntax.Block block, List<Block> blocks)
    {
        switch (block)
        {
            case CommentBlock or LinkReferenceDefinitionGroup:
                break;
            case HeadingBlock heading:
                var headingSpans = ReadSpans(heading);
                if (headingSpans.Count > 0 || heading.Inline?.FirstChild is not CommentInline)
                {
                    blocks.Add(CreateBlock(BlockType.Heading) with { Level = Math.Max(heading.Level, 3), Spans = headingSpans });
                }

                break;
            case ParagraphBlock { Inline: { } content } when TryReadImage(block, content, blocks):
                break;
            case ParagraphBlock when TableSyntax.Matches(markdown.GetSource(block)):
                Warn(block, "the rows of this table do not fit its header, or it is too large; it is kept as a code block");
                blocks.Add(CreateBlock(BlockType.Code) with { Text = markdown.GetSource(block).ToString() });
                break;
            case ParagraphBlock paragraph:
                if (ReadSpans(paragraph) is { Count: > 0 } spans)
                {
                    blocks.Add(CreateBlock(BlockType.Paragraph) with { Spans = spans });
                }

                break;
            case TableBlock table:
                blocks.Add(CreateBlock(BlockType.Table) with { Table = ReadTable(table) });
                break;
            case QuoteBlock quote:
                if (ReadQuote(quote) is var quoteBlock && (quoteBlock.Spans!.Count > 0 || quoteBlock.Cite is not null || !ContainsComment(quote)))
                {
                    blocks.Add(quoteBlock);
                }

                break;
            case ListBlock list:
                var listBlock = CreateBlock(BlockType.List) with { Ordered = list.IsOrdered };
                if (ReadItems(list) is { Count: > 0 } items)
                {
                    blocks.Add(listBlock with { Items = items });
                }

                break;
            case CodeBlock code:
                blocks.Add(CreateBlock(BlockType.Code) with { Language = ReadLanguage(code), Text = ReadCode(code) });
                break;
            case ThematicBreakBlock:
                blocks.Add(CreateBlock(BlockType.Divider));
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

    /// <summary>Reads the items of a list: the first paragraph is the text, other blocks are children. Items nested too deeply follow the item.</summary>
    private List<ListItem> ReadItems(ListBlock list)
    {
        List<ListItem> items = [];
        listDepth++;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            CountElement();
            IReadOnlyList<Span>? spans = null;
            List<Block> children = [];
            foreach (var child in item)
            {
                if (spans is null && children.Count == 0 && child is ParagraphBlock paragraph && !StandaloneImage.Is(paragraph) && !TableSyntax.Matches(markdown.GetSource(child)))
                {
                    spans = ReadSpans(paragraph) is { Count: > 0 } text ? text : null;
                }
                else if (child is not ListBlock || listDepth < BodyLimits.MaxListDepth)
                {
                    Read(child, children);
                }
            }

            if (spans is not null || children.Count > 0 || !ContainsComment(item))
            {
                items.Add(new() { Spans = spans ?? [], Children = children });
            }

            foreach (var nested in listDepth < BodyLimits.MaxListDepth ? [] : item.OfType<ListBlock>())
            {
                Warn(nested, $"lists can be nested at most {BodyLimits.MaxListDepth} levels deep; the items of this list are moved to the list around it");
                listDepth--;
                items.AddRange(ReadItems(nested));
                listDepth++;
            }
        }

        listDepth--;
        return items;
    }

    /// <summary>Reads a table. If a row has more cells than the header, the table gets more columns, so that no cell is lost.</summary>
    private Table ReadTable(TableBlock table)
    {
        var rows = table.Rows.Select(row => row.OfType<ParagraphBlock>().Select(ReadCell).ToList()).ToList();
        var alignments = table.Alignments.ToList();
        var header = rows[0];
        if (rows.Max(row => row.Count) is var columns && columns > header.Count)
        {
            Warn(table, "a row of the table has more cells than the header; the header gets empty cells");
            alignments.AddRange(Enumerable.Repeat(TableAlignment.None, columns - alignments.Count));
            header.AddRange(Enumerable.Range(header.Count, columns - header.Count).Select(_ => new TableCell { Spans = [] }));
        }

        return new()
        {
            Alignments = alignments,
            Header = new() { Cells = header },
            Rows = rows.Skip(1).Select(cells => new TableRow { Cells = cells }).ToList(),
        };
    }

    private TableCell ReadCell(ParagraphBlock cell)
    {
        CountElement();
        return new()
        {
            Spans = ReadSpans(cell).Select(span => span.Marks.Contains(Mark.Code) ? span with { Text = TableSyntax.UnescapeBars(span.Text) } : span).ToList(),
        };
    }

    /// <summary>Returns the spans of each paragraph in a block of a quote. Unsupported constructs are kept as text.</summary>
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
            case TableBlock table:
                Warn(table, "a table inside a quote is not supported; it is kept as text");
                return table.Rows.Select(ReadRowText);
            case ListBlock list:
                Warn(list, "a list inside a quote is not supported; it is kept as text");
                return list.SelectMany(ReadSpansPerParagraph);
            default:
                return markdown.GetSource(block).ToString() is { Length: > 0 } source ? [[new() { Text = source, Marks = [], Href = null }]] : [];
        }
    }

    private IReadOnlyList<Span> ReadRowText(TableRowBlock row)
    {
        var spans = new SpanBuilder();
        foreach (var cell in row.OfType<ParagraphBlock>())
        {
            spans.AddSeparator(" | ");
            spans.AddRange(ReadCell(cell).Spans);
        }

        return spans.ToList();
    }

    private IReadOnlyList<Span> ReadSpans(LeafBlock block)
    {
        if (block.Inline is null)
        {
            var text = CommentRemover.Remove(block.Lines.ToString()).Trim();
            return text.Length == 0 ? [] : [new() { Text = text, Marks = [], Href = null }];
        }

        var spans = CreateInlineReader(block).Read(block.Inline);
        if (spans.Count > BodyLimits.MaxElements)
        {
            exceededLimits.Add(FormattableString.Invariant($"line {block.Line + 1} of the body: a text can have at most {BodyLimits.MaxElements:N0} changes of its marks and links"));
        }

        return spans;
    }

    /// <summary>Reads the image of a paragraph that has only an image, which may be inside a link. Returns false for other paragraphs.</summary>
    private bool TryReadImage(Markdig.Syntax.Block block, ContainerInline content, List<Block> blocks)
    {
        if (StandaloneImage.Find(content) is not var (imageLink, url, link))
        {
            return false;
        }

        var (alt, longAlt) = SplitByLength(InlineReader.ReadPlainText(imageLink));
        var (caption, longCaption) = SplitByLength(CommentRemover.RemoveOrNullIfOnlyComments(imageLink.Title));
        blocks.Add(CreateBlock(BlockType.Image) with
        {
            Image = new() { Url = url, Alt = alt, Caption = caption },
            Href = link is null ? null : CreateInlineReader(block).GetAllowedUrl(InlineReader.GetUrl(link) ?? ""),
        });
        foreach (var text in new[] { longAlt, longCaption }.OfType<string>())
        {
            Warn(block, $"the description and the caption of an image can have at most {Image.MaxTextLength:N0} characters; a longer one is kept as a paragraph");
            blocks.Add(CreateBlock(BlockType.Paragraph) with { Spans = [new() { Text = text, Marks = [], Href = null }] });
        }

        return true;

        static (string? Text, string? LongText) SplitByLength(string? text) => NullIfEmpty(text) is { Length: > Image.MaxTextLength } longText ? (null, longText) : (NullIfEmpty(text), null);
    }

    private string? ReadLanguage(CodeBlock code)
    {
        var language = NullIfEmpty(CommentRemover.RemoveOrNullIfOnlyComments((code as FencedCodeBlock)?.Info)?.Replace("`", "", StringComparison.Ordinal));
        if (language?.Length > BodyLimits.MaxCodeLanguageLength)
        {
            Warn(code, $"the language of code can have at most {BodyLimits.MaxCodeLanguageLength} characters; this one is removed");
            return null;
        }

        return language;
    }

    /// <summary>Returns the text of a code block, which can be longer than its Markdown, because a tab can become up to four spaces.</summary>
    private string ReadCode(CodeBlock code)
    {
        var text = code.Lines.ToString();
        if (text.Length > BodyLimits.MaxTextLength)
        {
            exceededLimits.Add(FormattableString.Invariant($"line {code.Line + 1} of the body: code can have at most {BodyLimits.MaxTextLength:N0} characters"));
        }

        return text;
    }

    private InlineReader CreateInlineReader(Markdig.Syntax.Block block) => new(message => Warn(block, message), urlLength.TryAdd);

    private static bool ContainsComment(ContainerBlock block) => block.Descendants().Any(node => node is ICommentNode);

    private void Warn(Markdig.Syntax.Block block, string message) => warnings.Add($"line {block.Line + 1} of the body: {message}");

    private Block CreateBlock(string type)
    {
        CountElement();
        return new() { Id = "", Type = type };
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
