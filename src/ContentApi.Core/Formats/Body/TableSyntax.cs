namespace ContentApi.Core.Formats.Body;

/// <summary>Recognizes a table: a first line with a vertical bar, followed by a row of dashes and bars.</summary>
/// <remarks>Markdig's table extension would drop surplus cells, and a regular expression would backtrack on long lines.</remarks>
internal static class TableSyntax
{
    public static bool Matches(ReadOnlySpan<char> source)
    {
        var end = source.IndexOf('\n');
        if (end < 0 || !source[..end].Contains('|'))
        {
            return false;
        }

        var second = source[(end + 1)..];
        second = second.IndexOf('\n') is >= 0 and var next ? second[..next] : second;
        return second.Contains('-') && second.Contains('|') && !second.ContainsAnyExcept("|:- \t");
    }
}
