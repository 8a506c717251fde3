using ContentApi.Core.Model;
using ContentApi.Core.Text;
using Markdig.Syntax.Inlines;

namespace ContentApi.Core.Formats.Body;

/// <summary>Reads inline text with its marks and links into spans.</summary>
/// <param name="warn">Reports a warning to the author.</param>
/// <param name="mayLink">
/// Returns whether one more address is within the limit: a long address that is referenced a hundred thousand times would take gigabytes.
/// </param>
internal sealed class InlineReader(Action<string> warn, Func<string, bool> mayLink)
{
    /// <summary>Maximum nesting of marks. Text that is nested deeper is kept without further marks.</summary>
    private const int MaxDepth = 64;

    private readonly SpanBuilder spans = new();

    /// <summary>Whether the last node was a comment. Of the spaces around a comment, only one is kept.</summary>
    private bool afterComment;

    public IReadOnlyList<Span> Read(ContainerInline inline)
    {
        Read(inline, [], href: null, depth: 0);
        return spans.ToList();
    }

    /// <summary>
    /// Returns whether an image address is valid: http or https, and absolute, because a feed or an app has no page to resolve a relative
    /// one against.
    /// </summary>
    public static bool IsPicture(string? url) =>
        url is { Length: <= 2000 } && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    /// <summary>Returns the address of a link or an image, without HTML comments.</summary>
    public static string? AddressOf(LinkInline link) => link.Url?.Contains("<!--", StringComparison.Ordinal) == true ? CommentText.Remove(link.Url) : link.Url;

    /// <summary>
    /// Returns whether a link is relative or has an allowed scheme. Schemes such as `javascript:` and `data:` are unsafe.
    /// </summary>
    private static bool IsLink(string url) =>
        (url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal))
        || url.StartsWith('#')
        || (!url.StartsWith('/') && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto" or "tel");

    private void Read(ContainerInline container, IReadOnlyList<string> marks, string? href, int depth)
    {
        foreach (var inline in container)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    Add(literal.Content.ToString(), marks, href);
                    break;
                case CommentInline:
                    afterComment = true;
                    break;
                case HtmlEntityInline entity:
                    spans.Add(entity.Transcoded.ToString(), marks, href);
                    break;
                case LineBreakInline lineBreak:
                    Add(lineBreak.IsHard ? "\n" : " ", marks, href);
                    break;
                case CodeInline code:
                    spans.Add(code.Content, With(marks, Mark.Code), href);
                    break;
                case AutolinkInline autolink:
                    var target = autolink.IsEmail ? $"mailto:{autolink.Url}" : autolink.Url;
                    spans.Add(autolink.Url, marks, Checked(target));
                    break;
                case LinkInline { IsImage: true } image:
                    ReadImage(image, marks, href, depth);
                    break;
                case LinkInline link:
                    Nested(link, marks, Checked(AddressOf(link) ?? "") ?? href, depth);
                    break;
                case EmphasisInline emphasis:
                    Nested(emphasis, With(marks, MarkOf(emphasis)), href, depth);
                    break;
                case ContainerInline other:
                    Nested(other, marks, href, depth);
                    break;
                default:
                    spans.Add(inline.ToString() ?? "", marks, href);
                    break;
            }
        }
    }

    private void Add(string text, IReadOnlyList<string> marks, string? href)
    {
        if (afterComment && spans.EndsWithSpace)
        {
            text = text.TrimStart(' ');
        }

        afterComment &= text.Length == 0;
        spans.Add(text, marks, href);
    }

    private void Nested(ContainerInline inline, IReadOnlyList<string> marks, string? href, int depth)
    {
        if (depth < MaxDepth)
        {
            Read(inline, marks, href, depth + 1);
            return;
        }

        foreach (var literal in inline.FindDescendants<LiteralInline>())
        {
            spans.Add(literal.Content.ToString(), marks, href);
        }
    }

    /// <summary>Replaces an image inside text with its description, linked to the image, because spans hold only text.</summary>
    private void ReadImage(LinkInline image, IReadOnlyList<string> marks, string? href, int depth)
    {
        warn("a picture inside a text is kept as its description; give it a paragraph of its own, with an absolute http or https address");
        Nested(image, marks, AddressOf(image) is { } url && IsPicture(url) && mayLink(url) ? url : href, depth);
    }

    private string? Checked(string url)
    {
        if (IsLink(url))
        {
            return mayLink(url) ? url : null;
        }

        warn($"the link to '{(url.Length > 60 ? url[..60] + "…" : url)}' is left out; links may be http, https, mailto, tel, or start with / or #");
        return null;
    }

    private static string MarkOf(EmphasisInline emphasis) => emphasis switch
    {
        { DelimiterChar: '~' } => Mark.Strikethrough,
        { DelimiterCount: 2 } => Mark.Strong,
        _ => Mark.Emphasis,
    };

    /// <summary>
    /// Returns the marks with another one added, always in the same order regardless of nesting, so that equal text has equal spans.
    /// </summary>
    private static IReadOnlyList<string> With(IReadOnlyList<string> marks, string mark) =>
        marks.Contains(mark) ? marks : SpanBuilder.Order.Where(known => known == mark || marks.Contains(known)).ToList();
}
