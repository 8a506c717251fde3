namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>
/// Parses front matter: YAML between `---`, TOML between `+++`. Size and depth are limited, because no handler can catch the stack overflow
/// that deep nesting would cause.
/// </summary>
internal static class FrontMatterParser
{
    public const int MaxDepth = 32;

    private const int MaxCharacters = 200_000;

    public static bool IsFence(string line) => line.TrimEnd() is "---" or "+++";

    /// <summary>Parses the text between the fences.</summary>
    /// <param name="text">The text between the fences.</param>
    /// <param name="isToml">Whether the fences are `+++`.</param>
    /// <param name="firstLine">The line of the file on which the text starts.</param>
    /// <param name="cancellationToken">Checked between YAML events.</param>
    /// <exception cref="FrontMatterException">The front matter is not well formed, or exceeds a limit.</exception>
    public static FrontMatterMap Parse(string text, bool isToml, int firstLine, CancellationToken cancellationToken)
    {
        if (text.Length > MaxCharacters)
        {
            throw new FrontMatterException(firstLine, $"the front matter has {text.Length:N0} characters; the maximum is {MaxCharacters:N0}");
        }

        return isToml ? TomlFrontMatterParser.Parse(text, firstLine) : new YamlFrontMatterParser(text, firstLine, cancellationToken).Parse();
    }

    public static FrontMatterException CreateTooDeepException(int line) => new(line, $"the front matter is nested deeper than {MaxDepth} levels");
}
