using System.Text;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.Body;

/// <summary>Writes a table as a GitHub Flavored Markdown table.</summary>
internal static class MarkdownTable
{
    /// <param name="table">The table.</param>
    /// <param name="renderSpans">Renders the spans of a cell.</param>
    public static string Write(Table table, Func<IReadOnlyList<Span>, string> renderSpans)
    {
        var markdown = new StringBuilder();
        AppendRow(markdown, table.Header.Cells.Select(cell => RenderCell(cell, renderSpans)));
        AppendRow(markdown.Append('\n'), table.Alignments.Select(RenderAlignment));
        foreach (var row in table.Rows)
        {
            AppendRow(markdown.Append('\n'), row.Cells.Select(cell => RenderCell(cell, renderSpans)));
        }

        return markdown.ToString();
    }

    private static void AppendRow(StringBuilder markdown, IEnumerable<string> cells)
    {
        markdown.Append('|');
        foreach (var cell in cells)
        {
            markdown.Append(' ').Append(cell).Append(" |");
        }
    }

    private static string RenderAlignment(TableAlignment alignment) => alignment switch
    {
        TableAlignment.Left => ":--",
        TableAlignment.Center => ":-:",
        TableAlignment.Right => "--:",
        _ => "---",
    };

    /// <summary>
    /// Renders a cell on one line, without unescaped vertical bars. Code with a vertical bar and a backslash loses its mark, because a
    /// cell cannot contain this code.
    /// </summary>
    private static string RenderCell(TableCell cell, Func<IReadOnlyList<Span>, string> renderSpans)
    {
        var spans = cell.Spans.Select(span => span with
        {
            Text = span.Text.Replace('\n', ' '),
            Marks = span.Text.Contains('|') && span.Text.Contains('\\') ? span.Marks.Where(mark => mark != Mark.Code).ToList() : span.Marks,
        }).ToList();
        return EscapeBars(renderSpans(spans));
    }

    /// <summary>Escapes the bars that are not escaped yet: those in code and in URLs.</summary>
    private static string EscapeBars(string markdown)
    {
        if (!markdown.Contains('|'))
        {
            return markdown;
        }

        var escaped = new StringBuilder(markdown.Length + 8);
        for (var i = 0; i < markdown.Length; i++)
        {
            if (markdown[i] == '\\' && i + 1 < markdown.Length)
            {
                escaped.Append(markdown[i++]);
            }
            else if (markdown[i] == '|')
            {
                escaped.Append('\\');
            }

            escaped.Append(markdown[i]);
        }

        return escaped.ToString();
    }
}
