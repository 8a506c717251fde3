namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>Thrown when front matter is not well formed. The line is that of the file.</summary>
internal sealed class FrontMatterException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}
