using System.Globalization;
using System.Text;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Writes blocks as CommonMark that <see cref="MarkdownReader"/> reads back as the same blocks, and that shows the same text in renderers
/// that allow raw HTML.
/// </summary>
internal static class MarkdownWriter
{
    public static string Write(IReadOnlyList<Section> sections)
    {
        var markdown = new StringBuilder();
        foreach (var section in sections)
        {
            if (section.Label is not null || section.Title is not null)
            {
                Append(markdown, $"## {Heading(SectionHeading.Join(section.Label, section.Title))}");
            }

            Block? before = null;
            var alternate = false;
            foreach (var block in section.Blocks)
            {
                // Adjacent lists with the same marker would be parsed as one list.
                alternate = block.Type == BlockType.List && before is { Type: BlockType.List } && before.Ordered == block.Ordered && !alternate;
                Append(markdown, Render(block, alternate));
                before = block;
            }
        }

        return markdown.Append(markdown.Length == 0 ? "" : "\n").ToString();
    }

    /// <summary>Escapes plain text so that it is parsed as exactly this paragraph.</summary>
    public static string Escape(string text) => SpanWriter.Write([new() { Text = text.Trim(), Marks = [], Href = null }]);

    private static string Render(Block block, bool alternate) => block.Type switch
    {
        BlockType.Heading => $"{new string('#', block.Level!.Value)} {SpanWriter.Write(block.Spans!).Replace("\\\n", " ", StringComparison.Ordinal)}",
        BlockType.Quote => Prefixed(SpanWriter.Write(block.Spans!) + (block.Cite is null ? "" : $"\n\n— {Escape(block.Cite)}"), "> ", "> "),
        BlockType.List => string.Join('\n', block.Items!.Select((item, index) => Item(SpanWriter.Write(item), index + 1, block.Ordered == true, alternate))),
        BlockType.Image => $"![{Escape(block.Image!.Alt ?? "")}](<{SpanWriter.Address(block.Image.Url)}>{(block.Image.Caption is null ? "" : $" \"{Caption(block.Image.Caption)}\"")})",
        BlockType.Code => Code(block),
        BlockType.Divider => "---",
        _ => SpanWriter.Write(block.Spans!),
    };

    private static string Item(string text, int number, bool ordered, bool alternate)
    {
        var marker = ordered ? number.ToString(CultureInfo.InvariantCulture) + (alternate ? ") " : ". ") : alternate ? "* " : "- ";
        return Prefixed(text, marker, new string(' ', marker.Length)).TrimEnd();
    }

    private static string Code(Block block)
    {
        var longest = 0;
        var run = 0;
        foreach (var c in block.Text!)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var fence = new string('`', Math.Max(3, longest + 1));
        return $"{fence}{block.Language}\n{block.Text}{(block.Text.Length == 0 ? "" : "\n")}{fence}";
    }

    private static string Heading(string text) => Escape(text.Replace('\n', ' '));

    private static string Caption(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("&", "&amp;", StringComparison.Ordinal).Replace('\n', ' ');

    private static string Prefixed(string text, string first, string others) => first + text.Replace("\n", $"\n{others}", StringComparison.Ordinal);

    private static void Append(StringBuilder markdown, string block) => markdown.Append(markdown.Length == 0 ? "" : "\n\n").Append(block);
}
