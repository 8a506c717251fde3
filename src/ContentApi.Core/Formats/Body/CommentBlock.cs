using Markdig.Parsers;
using Markdig.Syntax;

namespace ContentApi.Core.Formats.Body;

/// <summary>A comment at the start of a line.</summary>
internal sealed class CommentBlock(BlockParser parser) : LeafBlock(parser), ICommentNode
{
    /// <summary>Gets the position in the source after the comment, or <see cref="int.MaxValue"/> if the comment is not closed.</summary>
    public required int End { get; init; }

    public bool EndsWithinContainer { get; set; }

    public SourceSpan SourceSpan => Span;
}
