namespace ContentApi.Core.Formats.PageText;

/// <summary>A line of an exported page that is not empty: its number, its text without the space around it, and what stands above and below it.</summary>
internal sealed record PageLine(int Number, string Text, int Indent, bool AfterBlank, bool BeforeBlank)
{
    public bool IsAlone => AfterBlank && BeforeBlank;

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
                    AfterBlank: i == 0 || string.IsNullOrWhiteSpace(lines[i - 1]),
                    BeforeBlank: i + 1 == lines.Length || string.IsNullOrWhiteSpace(lines[i + 1])));
            }
        }

        return result;
    }

    /// <summary>Whether the line goes on with the paragraph of the line above: the export broke it at a width.</summary>
    public static bool IsWrapped(IReadOnlyList<PageLine> lines, int index) =>
        index > 0 && !lines[index].AfterBlank && !PageHeadingRules.IsHeading(lines, index - 1) && PagePatterns.Item(lines[index - 1].Text, out _) is null
        && lines[index - 1].Text.Length is >= 50 and <= 120 && !".!?\"”。".Contains(lines[index - 1].Text[^1]);
}
