using System.Globalization;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Parsers;
using Markdig.Syntax;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Parses Markdown in linear time. Markdig compares each delimiter, definition, underlined heading and container with the preceding ones;
/// <see cref="MarkdownLimits"/> bounds their number. A construct that exceeds a limit stays text and is listed in <see cref="Exceeded"/>.
/// </summary>
internal sealed class MarkdownParser : MarkdownParserContext
{
    /// <summary>Number of lines or blocks between two checks of the cancellation token.</summary>
    private const int Stride = 64;

    private static readonly MarkdownPipeline Pipeline = Build();

    private readonly CancellationToken cancellationToken;
    private readonly List<(int Line, string Limit)> exceeded = [];
    private int lines;
    private int closed;
    private int definitions;
    private int underlined;
    private bool isTooDeep;

    private MarkdownParser(CancellationToken cancellationToken) => this.cancellationToken = cancellationToken;

    /// <summary>Gets the lines at which a limit is exceeded, counted from 0, each with the limit as the end of a sentence.</summary>
    public IReadOnlyList<(int Line, string Limit)> Exceeded => exceeded;

    /// <summary>Parses a body. The returned parser lists the exceeded limits.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static (MarkdownDocument Document, MarkdownParser Parsing) Parse(string markdown, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var parsing = new MarkdownParser(cancellationToken);
        return (Markdown.Parse(markdown, Pipeline, parsing), parsing);
    }

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).UsePreciseSourceLocation().Use<MarkdownComments>();
        builder.BlockParsers.Replace<ParagraphBlockParser>(new BoundedParagraphParser());
        builder.BlockParsers.Replace<QuoteBlockParser>(new BoundedQuoteParser());
        builder.BlockParsers.Replace<ListBlockParser>(new BoundedListParser());
        builder.BlockParsers.Find<ParagraphBlockParser>()!.Closed += Closed;
        builder.BlockParsers.Find<HeadingBlockParser>()!.Closed += Closed;
        return builder.Build();
    }

    private static MarkdownParser From(BlockProcessor processor) => (MarkdownParser)processor.Context!;

    /// <summary>Runs when a paragraph or heading is complete, before its inlines are parsed.</summary>
    private static void Closed(BlockProcessor processor, Block block)
    {
        var parsing = From(processor);
        if (++parsing.closed % Stride == 0)
        {
            parsing.cancellationToken.ThrowIfCancellationRequested();
            block.ProcessInlinesBegin += (_, _) => parsing.cancellationToken.ThrowIfCancellationRequested();
        }

        if (block is LeafBlock leaf && MarkdownLimits.ExceededBy(leaf.Lines) is { } limit)
        {
            leaf.ProcessInlines = false;
            parsing.exceeded.Add((block.Line, limit));
        }
    }

    /// <summary>Returns whether another container would exceed the nesting limit; its marker then stays text.</summary>
    private bool IsTooDeep(BlockProcessor processor)
    {
        var depth = 0;
        for (Block? container = processor.CurrentContainer; container is not null; container = container.Parent)
        {
            depth += container is QuoteBlock or ListItemBlock ? 1 : 0;
        }

        if (depth < MarkdownLimits.Nesting)
        {
            return false;
        }

        if (!isTooDeep)
        {
            isTooDeep = true;
            exceeded.Add((processor.LineIndex, string.Create(CultureInfo.InvariantCulture, $"quotes and lists may be nested at most {MarkdownLimits.Nesting} levels deep")));
        }

        return true;
    }

    private sealed class BoundedQuoteParser : QuoteBlockParser
    {
        public override BlockState TryOpen(BlockProcessor processor) =>
            !processor.IsCodeIndent && processor.CurrentChar == '>' && From(processor).IsTooDeep(processor) ? BlockState.None : base.TryOpen(processor);
    }

    private sealed class BoundedListParser : ListBlockParser
    {
        /// <summary>Runs for each line that opens a block.</summary>
        public override BlockState TryOpen(BlockProcessor processor)
        {
            var parsing = From(processor);
            if (++parsing.lines % Stride == 0)
            {
                parsing.cancellationToken.ThrowIfCancellationRequested();
            }

            return IsMarker(processor) && parsing.IsTooDeep(processor) ? BlockState.None : base.TryOpen(processor);
        }

        private static bool IsMarker(BlockProcessor processor) =>
            char.IsAsciiDigit(processor.CurrentChar) || ((processor.CurrentChar is '-' or '+' or '*') && processor.PeekChar(1) is ' ' or '\t' or '\0');
    }

    private sealed class BoundedParagraphParser : ParagraphBlockParser
    {
        public override BlockState TryContinue(BlockProcessor processor, Block block)
        {
            if (processor.IsBlankLine || processor.IsCodeIndent || !MarkdownLimits.IsUnderline(processor.Line))
            {
                return base.TryContinue(processor, block);
            }

            var parsing = From(processor);
            if (++parsing.underlined <= MarkdownLimits.Underlined && DefinitionsFit(parsing, (LeafBlock)block))
            {
                return base.TryContinue(processor, block);
            }

            if (parsing.underlined == MarkdownLimits.Underlined + 1)
            {
                parsing.exceeded.Add((processor.LineIndex, string.Create(CultureInfo.InvariantCulture, $"at most {MarkdownLimits.Underlined:N0} headings may be underlined; write the others with ##")));
            }

            block.UpdateSpanEnd(processor.Line.End);
            return BlockState.Continue;
        }

        public override bool Close(BlockProcessor processor, Block block)
        {
            var parsing = From(processor);
            if (block is not ParagraphBlock paragraph || DefinitionsFit(parsing, paragraph))
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
        /// Counts potential link definitions and returns whether they are within the limit. Called once it is certain whether the paragraph
        /// is searched for definitions.
        /// </summary>
        private static bool DefinitionsFit(MarkdownParser parsing, LeafBlock block)
        {
            var found = MarkdownLimits.Definitions(block.Lines);
            if (parsing.definitions + found <= MarkdownLimits.MostDefinitions)
            {
                parsing.definitions += found;
                return true;
            }

            if (parsing.definitions <= MarkdownLimits.MostDefinitions)
            {
                parsing.definitions = MarkdownLimits.MostDefinitions + 1;
                parsing.exceeded.Add((block.Line, string.Create(CultureInfo.InvariantCulture, $"at most {MarkdownLimits.MostDefinitions:N0} links may be defined ([name]: address)")));
            }

            return false;
        }
    }
}
