using Markdig;
using Markdig.Renderers;

namespace ContentApi.Core.Formats.Body;

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
}
