using Markdig.Syntax;

namespace ContentApi.Core.Formats.Body;

/// <summary>A comment in a parsed document.</summary>
internal interface ICommentNode
{
    /// <summary>Gets whether the comment ends within the block or container in which it starts.</summary>
    bool EndsWithinContainer { get; }

    /// <summary>Gets the position of the comment in the parsed text.</summary>
    SourceSpan SourceSpan { get; }
}
