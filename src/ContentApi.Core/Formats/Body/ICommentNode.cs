using Markdig.Syntax;

namespace ContentApi.Core.Formats.Body;

/// <summary>A comment in a parsed document. Its span refers to the source.</summary>
internal interface ICommentNode
{
    /// <summary>Gets whether the comment ends within the block or container in which it starts.</summary>
    bool EndsWithinContainer { get; }

    SourceSpan SourceSpan { get; }
}
