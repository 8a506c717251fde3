namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>Thrown when front matter is not well formed or exceeds a limit. The line is counted from the start of the file.</summary>
internal sealed class FrontMatterException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}
