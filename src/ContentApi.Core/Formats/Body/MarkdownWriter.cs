using System.Globalization;
using System.Text;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Writes blocks as CommonMark with strikethrough, tables and footnotes. <see cref="MarkdownReader"/> reads the output back as the same
/// blocks, except embeds and footnotes, which it does not recognize yet. A renderer that allows raw HTML shows the same text.
/// </summary>
internal sealed class MarkdownWriter
{
    /// <summary>The labels of all footnotes, by the URL with which spans refer to them.</summary>
    private readonly Dictionary<string, string> footnoteLabels;

    private MarkdownWriter(IReadOnlyList<Section> sections) => footnoteLabels = sections.SelectMany(section => section.Blocks)
        .SelectMany(block => block.Notes).DistinctBy(note => note.Anchor, StringComparer.Ordinal).ToDictionary(note => $"#{note.Anchor}", note => note.Label, StringComparer.Ordinal);

    public static string Write(IReadOnlyList<Section> sections)
    {
        var writer = new MarkdownWriter(sections);
        var markdown = new StringBuilder();
        foreach (var section in sections)
        {
            if (section.Label is not null || section.Title is not null)
            {
                AppendBlock(markdown, $"## {RenderHeading(SectionHeading.Join(section.Label, section.Title))}");
            }

            writer.AppendBlocks(markdown, section.Blocks, divider: "---");
        }

        return markdown.Append(markdown.Length == 0 ? "" : "\n").ToString();
    }

    /// <summary>Escapes plain text so that a Markdown parser reads it as one paragraph with exactly this text.</summary>
    public static string Escape(string text) => SpanWriter.Write([new() { Text = text.Trim(), Marks = [], Href = null }]);

    private void AppendBlocks(StringBuilder markdown, IReadOnlyList<Block> blocks, string divider)
    {
        Block? previous = null;
        var useAlternateMarker = false;
        foreach (var block in blocks)
        {
            // Adjacent lists with the same marker would be parsed as one list.
            useAlternateMarker = block.Type == BlockType.List && previous is { Type: BlockType.List } && previous.Ordered == block.Ordered && !useAlternateMarker;
            AppendBlock(markdown, Render(block, useAlternateMarker, divider));
            previous = block;
        }
    }

    private string Render(Block block, bool useAlternateMarker, string divider) => block.Type switch
    {
        BlockType.Heading => $"{new string('#', block.Level!.Value)} {RenderLine(block.Spans!)}",
        BlockType.Quote => PrefixLines(Render(block.Spans!) + (block.Cite is null ? "" : $"\n\n— {Escape(block.Cite)}"), "> ", "> "),
        BlockType.List => string.Join('\n', block.Items.Select((item, index) => RenderItem(item, index + 1, block.Ordered == true, useAlternateMarker))),
        BlockType.Image => RenderImage(block.Image!, block.Href),
        BlockType.Code => RenderCode(block),
        BlockType.Divider => divider,
        BlockType.Table => MarkdownTable.Write(block.Table!, Render),
        BlockType.Embed => $"[{Escape(block.Embed!.Title ?? block.Embed.Fallback)}](<{SpanWriter.EscapeUrl(block.Embed.Fallback)}>)",
        BlockType.Footnotes => string.Join("\n\n", block.Notes.Select(RenderFootnote)),
        _ => Render(block.Spans!),
    };

    /// <summary>
    /// Renders an item. If it has no text, its first child follows the marker, because an empty line would end the item. A divider is `___`
    /// in an item, because the marker and another divider would be one longer divider.
    /// </summary>
    private string RenderItem(ListItem item, int number, bool isOrdered, bool useAlternateMarker)
    {
        var marker = isOrdered ? number.ToString(CultureInfo.InvariantCulture) + (useAlternateMarker ? ") " : ". ") : useAlternateMarker ? "* " : "- ";
        var content = new StringBuilder(Render(item.Spans));
        AppendBlocks(content, item.Children, divider: "___");
        return PrefixLines(content.ToString(), marker, new string(' ', marker.Length)).TrimEnd();
    }

    private string RenderFootnote(Footnote note)
    {
        var content = new StringBuilder();
        AppendBlocks(content, note.Blocks, divider: "___");
        return PrefixLines(content.ToString(), $"[^{note.Label}]: ", "    ");
    }

    /// <summary>Renders spans, and each reference to a footnote as `[^label]`.</summary>
    private string Render(IReadOnlyList<Span> spans)
    {
        if (footnoteLabels.Count == 0 || !spans.Any(IsReference))
        {
            return SpanWriter.Write(spans);
        }

        var markdown = new StringBuilder();
        for (var start = 0; start < spans.Count;)
        {
            var text = spans.Skip(start).TakeWhile(span => !IsReference(span)).ToList();
            markdown.Append(SpanWriter.Write(text));
            start += text.Count;
            if (start < spans.Count)
            {
                markdown.Append($"[^{footnoteLabels[spans[start++].Href!]}]");
            }
        }

        return markdown.ToString();

        bool IsReference(Span span) => span.Href is not null && footnoteLabels.ContainsKey(span.Href);
    }

    /// <summary>Renders spans without line breaks.</summary>
    private string RenderLine(IReadOnlyList<Span> spans) => Render(spans).Replace("\\\n", " ", StringComparison.Ordinal);

    private static string RenderImage(Image image, string? href)
    {
        var title = image.Caption is null ? "" : $" \"{EscapeCaption(image.Caption)}\"";
        var markdown = $"![{Escape(image.Alt ?? "")}](<{SpanWriter.EscapeUrl(image.Url)}>{title})";
        return href is null ? markdown : $"[{markdown}](<{SpanWriter.EscapeUrl(href)}>)";
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

    /// <summary>Adds a prefix to each line, but not trailing spaces to an empty line.</summary>
    private static string PrefixLines(string text, string firstPrefix, string otherPrefix)
    {
        var lines = firstPrefix + text.Replace("\n", $"\n{otherPrefix}", StringComparison.Ordinal);
        return string.IsNullOrWhiteSpace(otherPrefix) ? lines.Replace($"\n{otherPrefix}\n", "\n\n", StringComparison.Ordinal) : lines;
    }

    private static void AppendBlock(StringBuilder markdown, string block) => markdown.Append(markdown.Length == 0 ? "" : "\n\n").Append(block);
}
