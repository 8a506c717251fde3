using System.Globalization;
using System.Text;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.Body;

/// <summary>Writes blocks as plain text: paragraphs separated by empty lines.</summary>
internal static class PlainTextWriter
{
    public static string Write(IReadOnlyList<Section> sections)
    {
        var text = new StringBuilder();
        foreach (var section in sections)
        {
            Append(text, SectionHeading.Join(section.Label, section.Title));
            foreach (var block in section.Blocks)
            {
                Append(text, Render(block));
            }
        }

        return text.ToString();
    }

    /// <summary>Returns the text of one block.</summary>
    public static string Render(Block block) => block.Type switch
    {
        BlockType.Quote => Render(block.Spans) + (block.Cite is null ? "" : $"\n— {block.Cite}"),
        BlockType.List => string.Join('\n', block.Items.Select((item, index) =>
            (block.Ordered == true ? string.Create(CultureInfo.InvariantCulture, $"{index + 1}. ") : "• ") + Render(item))),
        BlockType.Table => string.Join('\n', block.Table!.Rows.Prepend(block.Table.Header).Select(row => string.Join(" | ", row.Cells.Select(cell => Render(cell.Spans))))),
        BlockType.Embed => $"{(block.Embed!.Title is null ? "" : $"{block.Embed.Title} ")}{block.Embed.Fallback}",
        BlockType.Footnotes => string.Join('\n', block.Notes.Select(note => $"[{note.Label}] {Indent(string.Join('\n', note.Blocks.Select(Render)))}")),
        BlockType.Image => string.Join(" ", new[] { block.Image!.Alt, block.Image.Caption, block.Image.Credit }.OfType<string>()),
        BlockType.Code => block.Text!,
        BlockType.Divider => "* * *",
        _ => Render(block.Spans),
    };

    /// <summary>Renders the text of an item, and its children below the text, indented.</summary>
    private static string Render(ListItem item) => item.Children.Count == 0
        ? Render(item.Spans)
        : Indent(string.Join('\n', (item.Spans.Count == 0 ? [] : new[] { Render(item.Spans) }).Concat(item.Children.Select(Render))));

    private static string Render(IReadOnlyList<Span>? spans) => spans is [var single] ? Render(single) : string.Concat((spans ?? []).Select(Render));

    private static string Render(Span span) => Footnote.IsReference(span) ? $"[{span.Text}]" : span.Text;

    private static string Indent(string text) => text.Replace("\n", "\n  ", StringComparison.Ordinal);

    private static void Append(StringBuilder text, string paragraph)
    {
        if (paragraph.Length > 0)
        {
            text.Append(text.Length == 0 ? "" : "\n\n").Append(paragraph);
        }
    }
}
