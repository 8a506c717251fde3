namespace ContentApi.Core.Formats.PageText;

/// <summary>
/// A non-empty line of an exported page: its number in the file, its trimmed text, its indentation, and whether empty lines surround it.
/// </summary>
internal sealed record PageLine(int Number, string Text, int Indent, bool IsAfterBlank, bool IsBeforeBlank)
{
    /// <summary>Gets whether empty lines are above and below the line.</summary>
    public bool IsStandalone => IsAfterBlank && IsBeforeBlank;

    /// <summary>Returns the non-empty lines.</summary>
    public static List<PageLine> Parse(string[] lines)
    {
        List<PageLine> result = [];
        for (var i = 0; i < lines.Length; i++)
        {
            var text = lines[i].Trim();
            if (text.Length > 0)
            {
                result.Add(new(
                    i + 1,
                    text,
                    lines[i].TakeWhile(char.IsWhiteSpace).Count(),
                    IsAfterBlank: i == 0 || string.IsNullOrWhiteSpace(lines[i - 1]),
                    IsBeforeBlank: i + 1 == lines.Length || string.IsNullOrWhiteSpace(lines[i + 1])));
            }
        }

        return result;
    }

    /// <summary>Returns whether the line continues the paragraph of the line above, because the export wrapped it.</summary>
    public static bool ContinuesParagraph(IReadOnlyList<PageLine> lines, int index) =>
        index > 0 && !lines[index].IsAfterBlank && !PageHeadingRules.IsHeading(lines, index - 1) && PagePatterns.GetItemText(lines[index - 1].Text, out _) is null
        && lines[index - 1].Text.Length is >= 50 and <= 120 && !".!?\"”。".Contains(lines[index - 1].Text[^1]);
}
