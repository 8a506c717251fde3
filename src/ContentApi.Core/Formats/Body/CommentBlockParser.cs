using ContentApi.Core.Text;
using Markdig.Parsers;
using Markdig.Syntax;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Parses a comment at the start of a line. Like an HTML block, a comment can interrupt a paragraph and contain blank lines. Text that
/// follows the comment on its last line is parsed as Markdown; in an HTML block, this text would be part of the block.
/// </summary>
internal sealed class CommentBlockParser : BlockParser
{
    private static readonly object LastCommentEndKey = new();

    public CommentBlockParser() => OpeningCharacters = ['<', '{', '%', '['];

    public override BlockState TryOpen(BlockProcessor processor)
    {
        // Inside a comment that extends beyond its container, open no other comment: ParsedMarkdown removes the outer one and parses again.
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
                return Open(processor, comment.IsClosed ? comment.End : int.MaxValue, endsWithinContainer: false, BlockState.ContinueDiscard);
            }

            position = comment.End;
            while (position < lineEnd && text[position] is ' ' or '\t')
            {
                position++;
            }

            if (position >= lineEnd)
            {
                return Open(processor, comment.End, endsWithinContainer: true, BlockState.BreakDiscard);
            }
        }

        return BlockState.None; // there is no comment, or text follows the comments
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        var comment = (CommentBlock)block;
        if (comment.End > processor.Line.End + 1)
        {
            return BlockState.ContinueDiscard;
        }

        comment.EndsWithinContainer = true;
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

    private BlockState Open(BlockProcessor processor, int end, bool endsWithinContainer, BlockState state)
    {
        processor.Document.SetData(LastCommentEndKey, end);
        processor.NewBlocks.Push(new CommentBlock(this)
        {
            Column = processor.Column,
            Span = new(processor.Start, end - 1),
            End = end,
            EndsWithinContainer = endsWithinContainer,
            IsBreakable = false,
            ProcessInlines = false,
        });
        return state;
    }
}
