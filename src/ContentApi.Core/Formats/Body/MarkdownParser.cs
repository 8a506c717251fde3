using ContentApi.Core.Model;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Parsers;
using Markdig.Syntax;
using Block = Markdig.Syntax.Block;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Parses Markdown in linear time. Markdig compares each delimiter, definition, underlined heading and container with the preceding ones,
/// so <see cref="MarkdownLimits"/> bounds their number. A construct over a limit stays text and is listed in <see cref="ExceededLimits"/>.
/// </summary>
internal sealed class MarkdownParser : MarkdownParserContext
{
    /// <summary>Number of lines or blocks between two checks of the cancellation token.</summary>
    private const int CancellationCheckInterval = 64;

    private static readonly MarkdownPipeline Pipeline = BuildPipeline();

    private readonly CancellationToken cancellationToken;
    private readonly List<(int Line, string Message)> exceededLimits = [];
    private int lineCount;
    private int closedBlockCount;
    private int definitionCount;
    private int setextHeadingCount;
    private int cellCount;
    private bool isNestingReported;

    private MarkdownParser(CancellationToken cancellationToken) => this.cancellationToken = cancellationToken;

    /// <summary>
    /// Gets a message for each exceeded limit, with its line, counted from 0. A limit on the whole body is listed once.
    /// </summary>
    public IReadOnlyList<(int Line, string Message)> ExceededLimits => exceededLimits;

    /// <summary>Parses a body. The returned parser lists the exceeded limits.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static (MarkdownDocument Document, MarkdownParser Parser) Parse(string markdown, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var parser = new MarkdownParser(cancellationToken);
        return (Markdown.Parse(markdown, Pipeline, parser), parser);
    }

    private static MarkdownPipeline BuildPipeline()
    {
        var builder = new MarkdownPipelineBuilder()
            .DisableHtml()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
            .UsePreciseSourceLocation()
            .Use<CommentExtension>();
        builder.BlockParsers.Replace<ParagraphBlockParser>(new BoundedParagraphParser());
        builder.BlockParsers.Replace<QuoteBlockParser>(new BoundedQuoteParser());
        builder.BlockParsers.Replace<ListBlockParser>(new BoundedListParser());
        builder.BlockParsers.Find<ParagraphBlockParser>()!.Closed += OnBlockClosed;
        builder.BlockParsers.Find<HeadingBlockParser>()!.Closed += OnBlockClosed;
        return builder.Build();
    }

    private static MarkdownParser GetParser(BlockProcessor processor) => (MarkdownParser)processor.Context!;

    /// <summary>Runs when a paragraph or heading is complete, before its inlines are parsed.</summary>
    private static void OnBlockClosed(BlockProcessor processor, Block block)
    {
        var parser = GetParser(processor);
        if (++parser.closedBlockCount % CancellationCheckInterval == 0)
        {
            parser.cancellationToken.ThrowIfCancellationRequested();
            block.ProcessInlinesBegin += (_, _) => parser.cancellationToken.ThrowIfCancellationRequested();
        }

        if (block is LeafBlock { Parent: not null } leaf) // a paragraph without parent was replaced with a table
        {
            parser.CheckLimits(leaf);
        }
    }

    private void CheckLimits(LeafBlock leaf)
    {
        if (MarkdownLimits.FindExceededLimit(leaf.Lines) is { } message)
        {
            leaf.ProcessInlines = false;
            exceededLimits.Add((leaf.Line, message));
        }
    }

    /// <summary>Replaces a complete paragraph with a table if it is one. A table that exceeds a limit stays text.</summary>
    private void ReplaceWithTable(ParagraphBlock paragraph)
    {
        if (TableSyntax.Parse(paragraph) is not { } table || paragraph.Parent is not { } parent || parent.IndexOf(paragraph) is not (>= 0 and var index))
        {
            return;
        }

        var cells = table.Rows.SelectMany(row => row).OfType<LeafBlock>().ToList();
        if (cellCount + cells.Count > BodyLimits.MaxElements)
        {
            if (cellCount <= BodyLimits.MaxElements)
            {
                cellCount = BodyLimits.MaxElements + 1;
                Report(paragraph.Line, $"the tables of a body can have at most {BodyLimits.MaxElements:N0} cells");
            }

            return;
        }

        cellCount += cells.Count;
        cells.ForEach(CheckLimits);
        parent[index] = table;
    }

    private void Report(int line, FormattableString message) => exceededLimits.Add((line, FormattableString.Invariant(message)));

    /// <summary>Returns whether a new container would exceed the nesting limit. If so, its marker stays text. Reports this once.</summary>
    private bool ExceedsMaxNesting(BlockProcessor processor)
    {
        var depth = 0;
        for (Block? container = processor.CurrentContainer; container is not null; container = container.Parent)
        {
            depth += container is QuoteBlock or ListItemBlock ? 1 : 0;
        }

        if (depth < MarkdownLimits.MaxNesting)
        {
            return false;
        }

        if (!isNestingReported)
        {
            isNestingReported = true;
            Report(processor.LineIndex, $"quotes and lists can be nested at most {MarkdownLimits.MaxNesting} levels deep");
        }

        return true;
    }

    private sealed class BoundedQuoteParser : QuoteBlockParser
    {
        public override BlockState TryOpen(BlockProcessor processor) =>
            !processor.IsCodeIndent && processor.CurrentChar == '>' && GetParser(processor).ExceedsMaxNesting(processor) ? BlockState.None : base.TryOpen(processor);
    }

    private sealed class BoundedListParser : ListBlockParser
    {
        /// <summary>Runs for each line that may open a block, not only for list items.</summary>
        public override BlockState TryOpen(BlockProcessor processor)
        {
            var parser = GetParser(processor);
            if (++parser.lineCount % CancellationCheckInterval == 0)
            {
                parser.cancellationToken.ThrowIfCancellationRequested();
            }

            return IsListMarker(processor) && parser.ExceedsMaxNesting(processor) ? BlockState.None : base.TryOpen(processor);
        }

        private static bool IsListMarker(BlockProcessor processor) =>
            char.IsAsciiDigit(processor.CurrentChar) || ((processor.CurrentChar is '-' or '+' or '*') && processor.PeekChar(1) is ' ' or '\t' or '\0');
    }

    private sealed class BoundedParagraphParser : ParagraphBlockParser
    {
        public override BlockState TryContinue(BlockProcessor processor, Block block)
        {
            if (processor.IsBlankLine || processor.IsCodeIndent || !MarkdownLimits.IsSetextUnderline(processor.Line))
            {
                return base.TryContinue(processor, block);
            }

            var parser = GetParser(processor);
            if (++parser.setextHeadingCount <= MarkdownLimits.MaxSetextHeadings && TryAddDefinitionCount(parser, (LeafBlock)block))
            {
                return base.TryContinue(processor, block);
            }

            if (parser.setextHeadingCount == MarkdownLimits.MaxSetextHeadings + 1)
            {
                parser.Report(processor.LineIndex, $"at most {MarkdownLimits.MaxSetextHeadings:N0} headings can be underlined with = or -; write the others with ##");
            }

            block.UpdateSpanEnd(processor.Line.End);
            return BlockState.Continue;
        }

        public override bool Close(BlockProcessor processor, Block block)
        {
            var isKept = CloseParagraph(processor, block);
            if (isKept && block is ParagraphBlock paragraph)
            {
                GetParser(processor).ReplaceWithTable(paragraph);
            }

            return isKept;
        }

        private bool CloseParagraph(BlockProcessor processor, Block block)
        {
            var parser = GetParser(processor);
            if (block is not ParagraphBlock paragraph || TryAddDefinitionCount(parser, paragraph))
            {
                return base.Close(processor, block);
            }

            for (var i = 0; i < paragraph.Lines.Count; i++)
            {
                paragraph.Lines.Lines[i].Slice.TrimStart();
            }

            return true;
        }

        /// <summary>
        /// Adds the potential link definitions of a paragraph to the count of the body. Returns false if the count would exceed the limit,
        /// and reports this once. Call this method only if Markdig will certainly search the paragraph for definitions.
        /// </summary>
        private static bool TryAddDefinitionCount(MarkdownParser parser, LeafBlock block)
        {
            var count = MarkdownLimits.CountDefinitions(block.Lines);
            if (parser.definitionCount + count <= MarkdownLimits.MaxLinkDefinitions)
            {
                parser.definitionCount += count;
                return true;
            }

            if (parser.definitionCount <= MarkdownLimits.MaxLinkDefinitions)
            {
                parser.definitionCount = MarkdownLimits.MaxLinkDefinitions + 1;
                parser.Report(block.Line, $"at most {MarkdownLimits.MaxLinkDefinitions:N0} links can be defined, as in [name]: url");
            }

            return false;
        }
    }
}
