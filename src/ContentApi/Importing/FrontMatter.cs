namespace ContentApi.Importing;

/// <summary>A value of front matter with its line in the file, whatever language it was written in.</summary>
internal abstract record FrontValue(int Line);

/// <summary>A scalar as it was written; null where it says null or nothing.</summary>
internal sealed record FrontScalar(int Line, string? Text) : FrontValue(Line);

internal sealed record FrontList(int Line, IReadOnlyList<FrontValue> Items) : FrontValue(Line);

internal sealed record FrontMap(int Line, IReadOnlyList<FrontMember> Members) : FrontValue(Line);

internal sealed record FrontMember(string Key, int Line, FrontValue Value);

/// <summary>Front matter is not well formed. The line is that of the file.</summary>
internal sealed class FrontMatterFault(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}

/// <summary>
/// Parses what stands between the fences: YAML between `---`, TOML between `+++`. Both are read within bounds of size and depth:
/// recursion over what a file nests is a crash that no handler catches.
/// </summary>
internal static class FrontMatter
{
    public const int MaxDepth = 32;

    private const int MaxCharacters = 200_000;

    public static bool IsFence(string line) => line.TrimEnd() is "---" or "+++";

    /// <param name="text">What stands between the fences.</param>
    /// <param name="isToml">Whether the fences were `+++`.</param>
    /// <param name="firstLine">Line of the file that the text starts on.</param>
    /// <param name="cancellationToken">Checked between the parts of YAML.</param>
    /// <exception cref="FrontMatterFault">It is not well formed.</exception>
    public static FrontMap Parse(string text, bool isToml, int firstLine, CancellationToken cancellationToken)
    {
        if (text.Length > MaxCharacters)
        {
            throw new FrontMatterFault(firstLine, $"the front matter has {text.Length:N0} characters; at most {MaxCharacters:N0} are read");
        }

        return isToml ? TomlFrontMatter.Parse(text, firstLine) : new YamlFrontMatter(text, firstLine, cancellationToken).Parse();
    }

    public static FrontMatterFault TooDeep(int line) => new(line, $"the front matter is nested deeper than {MaxDepth} levels");
}
