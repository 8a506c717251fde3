using ContentApi.Core.Model;
using Markdig.Helpers;
using Markdig.Syntax;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Parses a GitHub Flavored Markdown table: a header row with a vertical bar, followed by a delimiter row of dashes and bars, and rows.
/// </summary>
/// <remarks>Markdig's table extension would drop surplus cells, and a regular expression would backtrack on long lines.</remarks>
internal static class TableSyntax
{
    /// <summary>Returns whether a paragraph has the first two rows of a table.</summary>
    public static bool Matches(ReadOnlySpan<char> source)
    {
        var headerEnd = source.IndexOf('\n');
        if (headerEnd < 0 || !source[..headerEnd].Contains('|'))
        {
            return false;
        }

        var delimiterRow = source[(headerEnd + 1)..];
        delimiterRow = delimiterRow.IndexOf('\n') is >= 0 and var rowEnd ? delimiterRow[..rowEnd] : delimiterRow;
        return IsDelimiterRow(delimiterRow);
    }

    /// <summary>
    /// Parses a paragraph as a table. Returns null if it is not a table, if the header and the delimiter row have different numbers of cells, or if
    /// a row has more than <see cref="BodyLimits.MaxColumns"/> cells.
    /// </summary>
    public static TableBlock? Parse(ParagraphBlock paragraph)
    {
        var lines = paragraph.Lines;
        if (lines.Count < 2 || !lines.Lines[0].Slice.AsSpan().Contains('|') || !IsDelimiterRow(lines.Lines[1].Slice.AsSpan()))
        {
            return null;
        }

        var alignments = SplitRow(lines.Lines[1].Slice).ConvertAll(cell => ParseAlignment(cell.AsSpan()));
        if (alignments.Contains(null) || SplitRow(lines.Lines[0].Slice).Count != alignments.Count)
        {
            return null;
        }

        var table = new TableBlock { Alignments = alignments.ConvertAll(alignment => alignment!.Value), Line = paragraph.Line, Column = paragraph.Column, Span = paragraph.Span };
        for (var i = 0; i < lines.Count; i++)
        {
            if (i == 1)
            {
                continue;
            }

            var cells = SplitRow(lines.Lines[i].Slice);
            if (cells.Count > BodyLimits.MaxColumns)
            {
                return null;
            }

            var row = new TableRowBlock { Line = lines.Lines[i].Line };
            cells.ForEach(cell => row.Add(CreateCell(cell, lines.Lines[i].Line)));
            table.Add(row);
        }

        return table;
    }

    /// <summary>Removes the backslash before each vertical bar in code, where other backslashes are literal.</summary>
    public static string UnescapeBars(string code) => code.Replace("\\|", "|", StringComparison.Ordinal);

    private static bool IsDelimiterRow(ReadOnlySpan<char> row) => row.Contains('-') && row.Contains('|') && !row.ContainsAnyExcept("|:- \t");

    private static TableAlignment? ParseAlignment(ReadOnlySpan<char> cell)
    {
        var dashes = cell.Trim(':');
        return dashes.Length == 0 || dashes.ContainsAnyExcept('-') || cell.Length - dashes.Length > 2 ? null : (cell[0] == ':', cell[^1] == ':') switch
        {
            (true, true) => TableAlignment.Center,
            (true, false) => TableAlignment.Left,
            (false, true) => TableAlignment.Right,
            _ => TableAlignment.None,
        };
    }

    /// <summary>
    /// Splits a row at its unescaped bars, and trims the cells. Stops after one cell more than <see cref="BodyLimits.MaxColumns"/>.
    /// </summary>
    private static List<StringSlice> SplitRow(StringSlice row)
    {
        row.Trim();
        var (start, end) = (row.CurrentChar == '|' ? row.Start + 1 : row.Start, row.End);
        List<StringSlice> cells = [];
        for (var i = start; i <= end && cells.Count <= BodyLimits.MaxColumns; i++)
        {
            if (row.Text[i] == '\\')
            {
                i++;
            }
            else if (row.Text[i] == '|')
            {
                AddCell(i - 1);
                start = i + 1;
            }
        }

        if (start <= end)
        {
            AddCell(end); // the bar at the end of a row is optional
        }

        return cells;

        void AddCell(int last)
        {
            var cell = new StringSlice(row.Text, start, last);
            cell.Trim();
            cells.Add(cell);
        }
    }

    private static ParagraphBlock CreateCell(StringSlice cell, int line)
    {
        var block = new ParagraphBlock { Line = line, Span = new(cell.Start, cell.End), Lines = new StringLineGroup(1) };
        block.Lines.Add(new StringLine(ref cell, line, column: 0, position: cell.Start, NewLine.None));
        return block;
    }
}
