using System.Text;
using ContentApi.Core.Text;
using Markdig.Syntax;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// A parsed Markdown body, and the source to which the positions of its blocks refer. No comment in this source extends beyond the block
/// or container in which it starts.
/// </summary>
internal sealed class ParsedMarkdown
{
    /// <summary>
    /// Maximum number of passes before all comments are removed at once. Each comment that extends into another block requires another
    /// pass, because its removal changes how the rest is parsed.
    /// </summary>
    private const int MaxPasses = 8;

    private const string EmptyComment = "<!-- -->";

    /// <summary>Spans of all comments in the source, in order.</summary>
    private readonly List<SourceSpan> commentSpans;

    private ParsedMarkdown(string source, CancellationToken cancellationToken)
    {
        Source = source;
        (Document, var parser) = MarkdownParser.Parse(source, cancellationToken);
        ExceededLimits = parser.ExceededLimits;
        Comments = CommentSyntax.MayContainComment(source) ? Document.Descendants().OfType<ICommentNode>().OrderBy(comment => comment.SourceSpan.Start).ToList() : [];
        commentSpans = Comments.Select(comment => comment.SourceSpan).ToList();
    }

    public MarkdownDocument Document { get; }

    /// <summary>Gets the warning for the author about comments, or null. The line in the body is counted from 1.</summary>
    public (int Line, string Message)? Warning { get; private init; }

    /// <summary>Gets a message for each exceeded limit, with its line, counted from 0.</summary>
    public IReadOnlyList<(int Line, string Message)> ExceededLimits { get; }

    private string Source { get; }

    private IReadOnlyList<ICommentNode> Comments { get; }

    /// <summary>Parses a body. A comment that ends within its block or container becomes a node of the tree.</summary>
    /// <remarks>
    /// A comment that extends further is replaced with an empty comment, and the changed source is parsed again. After
    /// <see cref="MaxPasses"/> passes, everything that looks like a comment is removed, even in code: losing code is better than publishing
    /// a comment.
    /// </remarks>
    /// <exception cref="ArgumentException">Markdig's own nesting limit is exceeded.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static ParsedMarkdown Parse(string markdown, CancellationToken cancellationToken = default)
    {
        var source = markdown.ReplaceLineEndings("\n");
        (int Line, string Message)? warning = null;
        for (var pass = 1; ; pass++)
        {
            var body = new ParsedMarkdown(source, cancellationToken) { Warning = warning };
            if (body.Comments.FirstOrDefault(comment => !comment.EndsWithinContainer) is not { SourceSpan.Start: var start })
            {
                return body;
            }

            var line = 1 + source.AsSpan(0, Math.Max(start, 0)).Count('\n');
            if (pass == MaxPasses || start < 0 || CommentSyntax.Match(source, start) is not { } comment)
            {
                return new(CommentRemover.Remove(source), cancellationToken)
                {
                    Warning = (line, "too many comments extend over several paragraphs; from here on, comments inside code are removed too"),
                };
            }

            warning ??= comment.IsClosed ? null : (line, "the comment that starts here is not closed; the rest of the body is removed");
            source = $"{source.AsSpan(0, start)}{EmptyComment}{source.AsSpan(comment.End)}";
        }
    }

    /// <summary>
    /// Returns a body without its comments, and the warning about them. A comment that separates blocks or fills a list item is replaced
    /// with an empty comment.
    /// </summary>
    public static (string Markdown, (int Line, string Message)? Warning) RemoveComments(string markdown, CancellationToken cancellationToken = default)
    {
        if (!CommentSyntax.MayContainComment(markdown))
        {
            return (markdown, null);
        }

        ParsedMarkdown body;
        try
        {
            body = Parse(markdown, cancellationToken);
        }
        catch (ArgumentException)
        {
            return (CommentRemover.Remove(markdown), null);
        }

        var blocksAfterLists = body.Document.Zip(body.Document.Skip(1)).Where(pair => pair.First is ListBlock).Select(pair => pair.Second).ToHashSet();
        var result = new StringBuilder(body.Source.Length);
        var position = 0;
        foreach (var comment in body.Comments)
        {
            result.Append(body.Source, position, comment.SourceSpan.Start - position);
            position = comment.SourceSpan.End + 1;
            if (comment is CommentBlock block && (block.Parent is not MarkdownDocument || blocksAfterLists.Contains(block)))
            {
                result.Append(EmptyComment); // separates a list from the next block, and keeps a list item that has only a comment
            }
            else if (comment is CommentInline && char.IsWhiteSpace(result.Length == 0 ? '\n' : result[^1]))
            {
                position += body.Source.AsSpan(position).IndexOfAnyExcept(' ', '\t') is >= 0 and var spaces ? spaces : 0;
            }
        }

        return (result.Append(body.Source, position, body.Source.Length - position).ToString(), body.Warning);
    }

    /// <summary>Returns the source of a block without its comments.</summary>
    public ReadOnlySpan<char> GetSource(Block block)
    {
        var (start, end) = (block.Span.Start, block.Span.End + 1);
        if (start < 0 || end > Source.Length || end <= start)
        {
            return "";
        }

        var first = FindFirstComment(start);
        if (first == commentSpans.Count || commentSpans[first].Start >= end)
        {
            return Source.AsSpan(start, end - start).Trim('\n');
        }

        var text = new StringBuilder();
        for (var i = first; i < commentSpans.Count && commentSpans[i].End < end; i++)
        {
            text.Append(Source, start, commentSpans[i].Start - start);
            start = commentSpans[i].End + 1;
        }

        return text.Append(Source, start, end - start).ToString().AsSpan().Trim('\n');
    }

    private int FindFirstComment(int start)
    {
        var (low, high) = (0, commentSpans.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = commentSpans[middle].Start < start ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
