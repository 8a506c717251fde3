namespace ContentApi.Importing;

/// <summary>A line of an exported page that is not empty: its number, its text without the space around it, and what stands above it.</summary>
internal sealed record PageLine(int Number, string Text, bool IsIndented, bool AfterBlank, bool BeforeBlank)
{
    public static List<PageLine> Of(string[] lines)
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
                    char.IsWhiteSpace(lines[i][0]),
                    AfterBlank: i == 0 || string.IsNullOrWhiteSpace(lines[i - 1]),
                    BeforeBlank: i + 1 == lines.Length || string.IsNullOrWhiteSpace(lines[i + 1])));
            }
        }

        return result;
    }
}
