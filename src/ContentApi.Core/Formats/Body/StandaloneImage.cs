using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ContentApi.Core.Formats.Body;

/// <summary>Recognizes the images that become blocks: those that are alone in their paragraph, with or without a link around them.</summary>
internal static class StandaloneImage
{
    public static bool Is(ParagraphBlock paragraph) => paragraph.Inline is { } content && Find(content) is not null;

    /// <summary>
    /// Returns the image of a paragraph that contains nothing else, apart from comments and spaces, with its URL and the link around it,
    /// if there is one. Returns null for other paragraphs, and for an image without a valid URL.
    /// </summary>
    public static (LinkInline Image, string Url, LinkInline? Link)? Find(ContainerInline inline)
    {
        var visible = inline.Where(child => child is not CommentInline && !(child is LiteralInline literal && literal.Content.IsEmptyOrWhitespace())).Take(2).ToList();
        return visible switch
        {
            [LinkInline { IsImage: true } image] when InlineReader.GetUrl(image) is { } url && InlineReader.IsValidImageUrl(url) => (image, url, null),
            [LinkInline { IsImage: false } link] when Find(link) is (var image, var url, null) => (image, url, link),
            _ => null,
        };
    }
}
