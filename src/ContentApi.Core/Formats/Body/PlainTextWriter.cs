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
        BlockType.List => string.Join('\n', block.Items!.Select((item, index) =>
            (block.Ordered == true ? string.Create(CultureInfo.InvariantCulture, $"{index + 1}. ") : "• ") + Render(item))),
        BlockType.Image => string.Join(" ", new[] { block.Image!.Alt, block.Image.Caption, block.Image.Credit }.OfType<string>()),
        BlockType.Code => block.Text!,
        BlockType.Divider => "* * *",
        _ => Render(block.Spans),
    };

    private static string Render(IReadOnlyList<Span>? spans) => spans is [var single] ? single.Text : string.Concat((spans ?? []).Select(span => span.Text));

    private static void Append(StringBuilder text, string paragraph)
    {
        if (paragraph.Length > 0)
        {
            text.Append(text.Length == 0 ? "" : "\n\n").Append(paragraph);
        }
    }
}
