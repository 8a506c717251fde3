using System.Globalization;
using System.Text;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Writes blocks as CommonMark with strikethrough. <see cref="MarkdownReader"/> reads the output back as the same blocks. A renderer that
/// allows raw HTML shows the same text.
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
                AppendBlock(markdown, $"## {RenderHeading(SectionHeading.Join(section.Label, section.Title))}");
            }

            Block? previous = null;
            var useAlternateMarker = false;
            foreach (var block in section.Blocks)
            {
                // Adjacent lists with the same marker would be parsed as one list.
                useAlternateMarker = block.Type == BlockType.List && previous is { Type: BlockType.List } && previous.Ordered == block.Ordered && !useAlternateMarker;
                AppendBlock(markdown, Render(block, useAlternateMarker));
                previous = block;
            }
        }

        return markdown.Append(markdown.Length == 0 ? "" : "\n").ToString();
    }

    /// <summary>Escapes plain text so that a Markdown parser reads it as one paragraph with exactly this text.</summary>
    public static string Escape(string text) => SpanWriter.Write([new() { Text = text.Trim(), Marks = [], Href = null }]);

    private static string Render(Block block, bool useAlternateMarker) => block.Type switch
    {
        BlockType.Heading => $"{new string('#', block.Level!.Value)} {SpanWriter.Write(block.Spans!).Replace("\\\n", " ", StringComparison.Ordinal)}",
        BlockType.Quote => PrefixLines(SpanWriter.Write(block.Spans!) + (block.Cite is null ? "" : $"\n\n— {Escape(block.Cite)}"), "> ", "> "),
        BlockType.List => string.Join('\n', block.Items!.Select((item, index) =>
            RenderItem(SpanWriter.Write(item), index + 1, block.Ordered == true, useAlternateMarker))),
        BlockType.Image => RenderImage(block.Image!),
        BlockType.Code => RenderCode(block),
        BlockType.Divider => "---",
        _ => SpanWriter.Write(block.Spans!),
    };

    private static string RenderItem(string text, int number, bool isOrdered, bool useAlternateMarker)
    {
        var marker = isOrdered ? number.ToString(CultureInfo.InvariantCulture) + (useAlternateMarker ? ") " : ". ") : useAlternateMarker ? "* " : "- ";
        return PrefixLines(text, marker, new string(' ', marker.Length)).TrimEnd();
    }

    private static string RenderImage(Image image)
    {
        var title = image.Caption is null ? "" : $" \"{EscapeCaption(image.Caption)}\"";
        return $"![{Escape(image.Alt ?? "")}](<{SpanWriter.EscapeUrl(image.Url)}>{title})";
    }

    private static string RenderCode(Block block)
    {
        var longestRun = 0;
        var run = 0;
        foreach (var c in block.Text!)
        {
            run = c == '`' ? run + 1 : 0;
            longestRun = Math.Max(longestRun, run);
        }

        var fence = new string('`', Math.Max(3, longestRun + 1));
        return $"{fence}{block.Language}\n{block.Text}{(block.Text.Length == 0 ? "" : "\n")}{fence}";
    }

    private static string RenderHeading(string text) => Escape(text.Replace('\n', ' '));

    private static string EscapeCaption(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace('\n', ' ');

    private static string PrefixLines(string text, string firstPrefix, string otherPrefix) =>
        firstPrefix + text.Replace("\n", $"\n{otherPrefix}", StringComparison.Ordinal);

    private static void AppendBlock(StringBuilder markdown, string block) => markdown.Append(markdown.Length == 0 ? "" : "\n\n").Append(block);
}
