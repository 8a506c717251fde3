namespace ContentApi.Core.Formats.Body;

/// <summary>Recognizes a table: a header row with a vertical bar, followed by a delimiter row of dashes and bars.</summary>
/// <remarks>Markdig's table extension would drop surplus cells, and a regular expression would backtrack on long lines.</remarks>
internal static class TableSyntax
{
    public static bool Matches(ReadOnlySpan<char> source)
    {
        var headerEnd = source.IndexOf('\n');
        if (headerEnd < 0 || !source[..headerEnd].Contains('|'))
        {
            return false;
        }

        var delimiterRow = source[(headerEnd + 1)..];
        delimiterRow = delimiterRow.IndexOf('\n') is >= 0 and var rowEnd ? delimiterRow[..rowEnd] : delimiterRow;
        return delimiterRow.Contains('-') && delimiterRow.Contains('|') && !delimiterRow.ContainsAnyExcept("|:- \t");
    }
}
