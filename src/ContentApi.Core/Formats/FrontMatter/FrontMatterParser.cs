namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>
/// Parses what stands between the fences: YAML between `---`, TOML between `+++`. Both are read within bounds of size and depth:
/// recursion over what a file nests is a crash that no handler catches.
/// </summary>
internal static class FrontMatterParser
{
    public const int MaxDepth = 32;

    private const int MaxCharacters = 200_000;

    public static bool IsFence(string line) => line.TrimEnd() is "---" or "+++";

    /// <param name="text">What stands between the fences.</param>
    /// <param name="isToml">Whether the fences were `+++`.</param>
    /// <param name="firstLine">Line of the file that the text starts on.</param>
    /// <param name="cancellationToken">Checked between the parts of YAML.</param>
    /// <exception cref="FrontMatterException">It is not well formed.</exception>
    public static FrontMatterMap Parse(string text, bool isToml, int firstLine, CancellationToken cancellationToken)
    {
        if (text.Length > MaxCharacters)
        {
            throw new FrontMatterException(firstLine, $"the front matter has {text.Length:N0} characters; at most {MaxCharacters:N0} are read");
        }

        return isToml ? TomlFrontMatterParser.Parse(text, firstLine) : new YamlFrontMatterParser(text, firstLine, cancellationToken).Parse();
    }

    public static FrontMatterException TooDeep(int line) => new(line, $"the front matter is nested deeper than {MaxDepth} levels");
}
