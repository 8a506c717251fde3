using System.Globalization;
using System.Text;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Writes blocks as HTML. The output is safe by construction: all markup is literal in this class, all text and attribute values from the
/// document are encoded, and <see cref="InlineReader"/> has validated the URLs.
/// </summary>
internal static class HtmlWriter
{
    public static string Write(IReadOnlyList<Section> sections)
    {
        var html = new StringBuilder();
        foreach (var section in sections)
        {
            html.Append(CultureInfo.InvariantCulture, $"<section id=\"{Encode(section.Anchor)}\">\n");
            WriteHeading(html, section);
            Write(html, section.Blocks);
            html.Append("</section>\n");
        }

        return html.ToString();
    }

    private static void WriteHeading(StringBuilder html, Section section)
    {
        if (section.Label is null && section.Title is null)
        {
            return;
        }

        html.Append("<h2>");
        if (section.Label is not null)
        {
            html.Append("<span class=\"label\">").Append(Encode(section.Label)).Append(section.Title is null ? "" : ":").Append("</span>");
        }

        html.Append(section.Label is not null && section.Title is not null ? " " : "").Append(Encode(section.Title ?? "")).Append("</h2>\n");
    }

    private static void Write(StringBuilder html, IReadOnlyList<Block> blocks)
    {
        foreach (var block in blocks)
        {
            Write(html, block);
        }
    }

    private static void Write(StringBuilder html, Block block)
    {
        var id = $" id=\"{block.Id}\"";
        switch (block.Type)
        {
            case BlockType.Heading:
                Write(html.Append($"<h{block.Level}{id}>"), block.Spans).Append($"</h{block.Level}>\n");
                break;
            case BlockType.Quote:
                Write(html.Append($"<blockquote{id}>\n<p>"), block.Spans).Append("</p>\n");
                html.Append(block.Cite is null ? "" : $"<footer>— <cite>{Encode(block.Cite)}</cite></footer>\n").Append("</blockquote>\n");
                break;
            case BlockType.List:
                var tag = block.Ordered == true ? "ol" : "ul";
                html.Append($"<{tag}{id}>\n");
                foreach (var item in block.Items)
                {
                    Write(html.Append("<li>"), item.Spans).Append(item.Children.Count == 0 ? "" : "\n");
                    Write(html, item.Children);
                    html.Append("</li>\n");
                }

                html.Append($"</{tag}>\n");
                break;
            case BlockType.Image:
                WriteImage(html, id, block.Image!, block.Href);
                break;
            case BlockType.Code:
                html.Append($"<pre{id}><code").Append(block.Language is null ? "" : $" class=\"language-{Encode(block.Language)}\"").Append('>');
                html.Append(Encode(block.Text!)).Append("</code></pre>\n");
                break;
            case BlockType.Divider:
                html.Append($"<hr{id}>\n");
                break;
            case BlockType.Table:
                WriteTable(html, id, block.Table!);
                break;
            case BlockType.Embed:
                html.Append($"<p{id} class=\"embed\"><a href=\"{Encode(block.Embed!.Fallback)}\" rel=\"noopener\">{Encode(block.Embed.Title ?? block.Embed.Fallback)}</a></p>\n");
                break;
            case BlockType.Footnotes:
                WriteFootnotes(html, id, block.Notes);
                break;
            default:
                Write(html.Append($"<p{id}>"), block.Spans).Append("</p>\n");
                break;
        }
    }

    private static void WriteTable(StringBuilder html, string id, Table table)
    {
        html.Append($"<table{id}>\n<thead>\n");
        WriteRow(html, "th", table.Header, table.Alignments);
        html.Append("</thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            WriteRow(html, "td", row, table.Alignments);
        }

        html.Append("</tbody>\n</table>\n");
    }

    private static void WriteRow(StringBuilder html, string tag, TableRow row, IReadOnlyList<TableAlignment> alignments)
    {
        html.Append("<tr>");
        foreach (var (cell, alignment) in row.Cells.Zip(alignments))
        {
            html.Append($"<{tag}{(alignment == TableAlignment.None ? "" : $" align=\"{alignment.GetName()}\"")}>");
            Write(html, cell.Spans).Append($"</{tag}>");
        }

        html.Append("</tr>\n");
    }

    /// <summary>Writes notes with their labels, because a label can differ from the number of the item.</summary>
    private static void WriteFootnotes(StringBuilder html, string id, IReadOnlyList<Footnote> notes)
    {
        html.Append($"<ul{id} class=\"footnotes\">\n");
        foreach (var note in notes)
        {
            html.Append($"<li id=\"{Encode(note.Anchor)}\"><span class=\"label\">{Encode(note.Label)}</span>\n");
            Write(html, note.Blocks);
            html.Append("</li>\n");
        }

        html.Append("</ul>\n");
    }

    private static void WriteImage(StringBuilder html, string id, Image image, string? href)
    {
        html.Append($"<figure{id}>").Append(href is null ? "" : OpenLink(href)).Append($"<img src=\"{Encode(image.Url)}\" alt=\"{Encode(image.Alt ?? "")}\"");
        html.Append(image.Width is { } width ? $" width=\"{width}\"" : "").Append(image.Height is { } height ? $" height=\"{height}\"" : "").Append('>').Append(href is null ? "" : "</a>");
        var caption = string.Join(" ", new[] { image.Caption, image.Credit }.OfType<string>());
        html.Append(caption.Length == 0 ? "" : $"<figcaption>{Encode(caption)}</figcaption>").Append("</figure>\n");
    }

    private static StringBuilder Write(StringBuilder html, IReadOnlyList<Span>? spans)
    {
        foreach (var span in spans ?? [])
        {
            var text = Encode(span.Text).Replace("\n", "<br>\n", StringComparison.Ordinal);
            for (var i = span.Marks.Count - 1; i >= 0; i--)
            {
                var tag = GetTag(span.Marks[i]);
                text = $"<{tag}>{text}</{tag}>";
            }

            text = span.Href is null ? text : $"{OpenLink(span.Href)}{text}</a>";
            html.Append(Footnote.IsReference(span) ? $"<sup>{text}</sup>" : text);
        }

        return html;
    }

    private static string OpenLink(string href) => $"<a href=\"{Encode(href)}\"{(href[0] is '/' or '#' ? "" : " rel=\"noopener\"")}>";

    private static string GetTag(string mark) => mark switch
    {
        Mark.Strong => "strong",
        Mark.Code => "code",
        Mark.Strikethrough => "s",
        _ => "em",
    };

    /// <summary>Encodes only the characters with a special meaning in HTML text or in a double-quoted attribute value.</summary>
    private static string Encode(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", "&quot;", StringComparison.Ordinal);
}
