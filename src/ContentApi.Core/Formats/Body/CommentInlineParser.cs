using ContentApi.Core.Text;
using Markdig.Helpers;
using Markdig.Parsers;

namespace ContentApi.Core.Formats.Body;

/// <summary>Parses a comment inside text.</summary>
internal sealed class CommentInlineParser : InlineParser
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
            EndsWithinContainer = comment.IsClosed,
            Line = line,
            Column = column,
            Span = new(start, processor.GetSourcePosition(comment.End - 1)),
        };
        slice.Start = comment.End;
        return true;
    }
}
