using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ContentApi.Core.Formats.Body;

/// <summary>A comment inside text.</summary>
internal sealed class CommentInline : LeafInline, ICommentNode
{
    public required bool EndsWithinContainer { get; init; }

    public SourceSpan SourceSpan => Span;
}
