namespace ContentApi.Core.Formats.FrontMatter;

/// <summary>Front matter is not well formed. The line is that of the file.</summary>
internal sealed class FrontMatterException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}
