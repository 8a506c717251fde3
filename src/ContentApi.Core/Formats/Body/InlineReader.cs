using ContentApi.Core.Model;
using ContentApi.Core.Text;
using Markdig.Syntax.Inlines;

namespace ContentApi.Core.Formats.Body;

/// <summary>Reads inline text with its marks and links into spans.</summary>
/// <param name="warn">Reports a warning to the author.</param>
/// <param name="tryAddUrlLength">
/// Adds the length of a URL to a total and returns whether the total is within the limit. Without a limit, a hundred thousand references to
/// one long URL would take gigabytes.
/// </param>
internal sealed class InlineReader(Action<string> warn, Func<string, bool> tryAddUrlLength)
{
    /// <summary>
    /// Maximum nesting of emphasis, links and images. Deeper content is kept without its emphasis, links and images.
    /// </summary>
    private const int MaxDepth = 64;

    private readonly SpanBuilder spans = new();

    /// <summary>
    /// Whether a comment precedes the next text. If there are spaces on both sides of the comment, the spaces after it are dropped.
    /// </summary>
    private bool isAfterComment;

    public IReadOnlyList<Span> Read(ContainerInline inline)
    {
        Read(inline, [], href: null, depth: 0);
        return spans.ToList();
    }

    /// <summary>Returns the text of an inline without marks, links and line breaks.</summary>
    public static string ReadPlainText(ContainerInline inline) =>
        string.Concat(new InlineReader(_ => { }, _ => false).Read(inline).Select(span => span.Text)).Replace('\n', ' ').Trim();

    /// <summary>
    /// Returns whether the URL of an image is an absolute http or https URL of at most 2,000 characters. Relative URLs are not valid,
    /// because feeds and apps have no page to resolve them against.
    /// </summary>
    public static bool IsValidImageUrl(string? url) =>
        url is { Length: <= 2000 } && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    /// <summary>Returns the URL of a link or an image, without HTML comments.</summary>
    public static string? GetUrl(LinkInline link) =>
        link.Url?.Contains("<!--", StringComparison.Ordinal) == true ? CommentRemover.Remove(link.Url) : link.Url;

    /// <summary>
    /// Returns whether a link starts with `#` or a single `/`, or is an absolute URL with an allowed scheme. Schemes such as `javascript:`
    /// and `data:` are unsafe.
    /// </summary>
    private static bool IsAllowedLink(string url) =>
        (url.StartsWith('/') && !url.StartsWith("//", StringComparison.Ordinal))
        || url.StartsWith('#')
        || (!url.StartsWith('/') && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto" or "tel");

    private void Read(ContainerInline container, IReadOnlyList<string> marks, string? href, int depth)
    {
        foreach (var inline in container)
        {
            switch (inline)
            {
                case LinkInline { IsImage: true } image:
                    ReadImage(image, marks, href, depth);
                    break;
                case LinkInline link:
                    ReadNested(link, marks, GetAllowedUrl(GetUrl(link) ?? "") ?? href, depth);
                    break;
                case EmphasisInline emphasis:
                    ReadNested(emphasis, AddMark(marks, GetMark(emphasis)), href, depth);
                    break;
                case ContainerInline other:
                    ReadNested(other, marks, href, depth);
                    break;
                default:
                    ReadLeaf(inline, marks, href);
                    break;
            }
        }
    }

    private void ReadLeaf(Inline inline, IReadOnlyList<string> marks, string? href)
    {
        switch (inline)
        {
            case LiteralInline literal:
                AddText(literal.Content.ToString(), marks, href);
                break;
            case CommentInline:
                isAfterComment = true;
                break;
            case HtmlEntityInline entity:
                spans.Add(entity.Transcoded.ToString(), marks, href);
                break;
            case LineBreakInline lineBreak:
                AddText(lineBreak.IsHard ? "\n" : " ", marks, href);
                break;
            case CodeInline code:
                spans.Add(code.Content, AddMark(marks, Mark.Code), href);
                break;
            case AutolinkInline autolink:
                var target = autolink.IsEmail ? $"mailto:{autolink.Url}" : autolink.Url;
                spans.Add(autolink.Url, marks, GetAllowedUrl(target));
                break;
            default:
                spans.Add(inline.ToString() ?? "", marks, href);
                break;
        }
    }

    private void AddText(string text, IReadOnlyList<string> marks, string? href)
    {
        if (isAfterComment && spans.EndsWithSpace)
        {
            text = text.TrimStart(' ');
        }

        isAfterComment &= text.Length == 0;
        spans.Add(text, marks, href);
    }

    private void ReadNested(ContainerInline inline, IReadOnlyList<string> marks, string? href, int depth)
    {
        if (depth < MaxDepth)
        {
            Read(inline, marks, href, depth + 1);
            return;
        }

        foreach (var leaf in inline.FindDescendants<LeafInline>())
        {
            ReadLeaf(leaf, marks, href);
        }
    }

    /// <summary>Replaces an image inside text with its description, linked to the image, because spans hold only text.</summary>
    private void ReadImage(LinkInline image, IReadOnlyList<string> marks, string? href, int depth)
    {
        warn("an image inside text is replaced by its description; to keep it, use a separate paragraph and an absolute http or https URL");
        ReadNested(image, marks, GetUrl(image) is { } url && IsValidImageUrl(url) && tryAddUrlLength(url) ? url : href, depth);
    }

    /// <summary>Returns the URL of a link, or null, with a warning, if the link is not allowed.</summary>
    public string? GetAllowedUrl(string url)
    {
        if (url.Length > BodyLimits.MaxHrefLength)
        {
            warn($"the link to '{url[..60]}…' is removed; a URL can have at most {BodyLimits.MaxHrefLength:N0} characters");
            return null;
        }

        if (IsAllowedLink(url))
        {
            return tryAddUrlLength(url) ? url : null;
        }

        warn($"the link to '{(url.Length > 60 ? url[..60] + "…" : url)}' is removed; a link must be an http, https, mailto or tel URL, or start with / or #");
        return null;
    }

    private static string GetMark(EmphasisInline emphasis) => emphasis switch
    {
        { DelimiterChar: '~' } => Mark.Strikethrough,
        { DelimiterCount: 2 } => Mark.Strong,
        _ => Mark.Emphasis,
    };

    /// <summary>
    /// Returns the marks with <paramref name="mark"/> added, in the fixed order of <see cref="SpanBuilder.MarkOrder"/>. Equal text then has
    /// equal spans, however its marks are nested.
    /// </summary>
    private static IReadOnlyList<string> AddMark(IReadOnlyList<string> marks, string mark) =>
        marks.Contains(mark) ? marks : SpanBuilder.MarkOrder.Where(candidate => candidate == mark || marks.Contains(candidate)).ToList();
}
