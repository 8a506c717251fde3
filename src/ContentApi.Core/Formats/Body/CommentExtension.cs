using ContentApi.Core.Text;
using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ContentApi.Core.Formats.Body;

/// <summary>A comment in a parsed document. Its span refers to the source.</summary>
internal interface ICommentNode
{
    /// <summary>Gets whether the comment ends within the block or container in which it starts.</summary>
    bool IsTerminated { get; }

    SourceSpan SourceSpan { get; }
}

/// <summary>A comment at the start of a line.</summary>
internal sealed class CommentBlock(BlockParser parser) : LeafBlock(parser), ICommentNode
{
    /// <summary>Gets the position after the comment in the source; <see cref="int.MaxValue"/> if it is never closed.</summary>
    public required int End { get; init; }

    public bool IsTerminated { get; set; }

    public SourceSpan SourceSpan => Span;
}

/// <summary>A comment inside text.</summary>
internal sealed class CommentInline : LeafInline, ICommentNode
{
    public required bool IsTerminated { get; init; }

    public SourceSpan SourceSpan => Span;
}

/// <summary>
/// Parses comments as nodes of the syntax tree. As in Markdown, a comment inside code is text, and code inside a comment is part of the
/// comment.
/// </summary>
internal sealed class CommentExtension : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.BlockParsers.Insert(0, new CommentBlockParser());
        pipeline.InlineParsers.Insert(0, new CommentInlineParser());
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
    }

    /// <summary>
    /// Parses a comment at the start of a line. Like an HTML block, it can interrupt a paragraph and contain blank lines; unlike one, it
    /// leaves the rest of its last line to other parsers.
    /// </summary>
    private sealed class CommentBlockParser : BlockParser
    {
        private static readonly object LastCommentEndKey = new();

        public CommentBlockParser() => OpeningCharacters = ['<', '{', '%', '['];

        public override BlockState TryOpen(BlockProcessor processor)
        {
            // Skip the rest of a comment that extends beyond its container: the body will be parsed again without the comment.
            if (processor.IsCodeIndent || (processor.Document.GetData(LastCommentEndKey) is int lastCommentEnd && lastCommentEnd > processor.Start))
            {
                return BlockState.None;
            }

            var (text, lineEnd) = (processor.Line.Text, processor.Line.End + 1);
            var position = processor.Start;
            while ((text[position] == '[' && position == processor.Start ? CommentSyntax.MatchDefinition(text, position) : CommentSyntax.Match(text, position)) is { } comment)
            {
                if (!comment.IsClosed || comment.End > lineEnd)
                {
                    return Open(processor, comment.IsClosed ? comment.End : int.MaxValue, isTerminated: false, BlockState.ContinueDiscard);
                }

                position = comment.End;
                while (position < lineEnd && text[position] is ' ' or '\t')
                {
                    position++;
                }

                if (position >= lineEnd)
                {
                    return Open(processor, comment.End, isTerminated: true, BlockState.BreakDiscard);
                }
            }

            return BlockState.None; // text follows the comments
        }

        public override BlockState TryContinue(BlockProcessor processor, Block block)
        {
            var comment = (CommentBlock)block;
            if (comment.End > processor.Line.End + 1)
            {
                return BlockState.ContinueDiscard;
            }

            comment.IsTerminated = true;
            while (!processor.Line.IsEmpty && (processor.Start < comment.End || processor.CurrentChar is ' ' or '\t'))
            {
                processor.NextChar();
            }

            if (processor.Line.IsEmpty)
            {
                return BlockState.BreakDiscard;
            }

            processor.RestartIndent();
            return BlockState.None;
        }

        private BlockState Open(BlockProcessor processor, int end, bool isTerminated, BlockState state)
        {
            processor.Document.SetData(LastCommentEndKey, end);
            processor.NewBlocks.Push(new CommentBlock(this)
            {
                Column = processor.Column,
                Span = new(processor.Start, end - 1),
                End = end,
                IsTerminated = isTerminated,
                IsBreakable = false,
                ProcessInlines = false,
            });
            return state;
        }
    }

    private sealed class CommentInlineParser : InlineParser
    {
        public CommentInlineParser() => OpeningCharacters = ['<', '{', '%'];

        public override bool Match(InlineProcessor processor, ref StringSlice slice)
        {
            if (CommentSyntax.Match(slice.Text.AsSpan(0, slice.End + 1), slice.Start) is not { } comment)
            {
                return false;
            }

            var start = processor.GetSourcePosition(slice.Start, out var line, out var column);
            processor.Inline = new CommentInline
            {
                IsTerminated = comment.IsClosed,
                Line = line,
                Column = column,
                Span = new(start, processor.GetSourcePosition(comment.End - 1)),
            };
            slice.Start = comment.End;
            return true;
        }
    }
}
