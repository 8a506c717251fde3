using System.Text.RegularExpressions;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.Body;

/// <summary>Removes comments from the lines of a Markdown file, and splits the lines into title and body.</summary>
internal static partial class MarkdownLines
{
    /// <summary>Returns the lines of a Markdown body without comments. A comment may precede the title or be inside it.</summary>
    public static string[] RemoveComments(ReadOnlySpan<string> lines, int firstLine, out Diagnostic? warning, CancellationToken cancellationToken)
    {
        var (markdown, parsedWarning) = ParsedMarkdown.RemoveComments(string.Join('\n', lines!), cancellationToken);
        warning = parsedWarning is var (line, message) ? Diagnostic.Warning(firstLine + line - 1, message) : null;
        return markdown.Split('\n');
    }

    /// <summary>Returns a leading first-level heading and the lines below it, or null and all lines.</summary>
    public static (string? Title, string Body) SplitTitle(ReadOnlySpan<string> lines)
    {
        var first = 0;
        while (first < lines.Length && string.IsNullOrWhiteSpace(lines[first]))
        {
            first++;
        }

        if (first < lines.Length && GetAtxTitle(lines[first]) is { } atxTitle)
        {
            return (RemoveMarkup(atxTitle), JoinBody(lines[(first + 1)..]));
        }

        if (first + 1 < lines.Length && SetextUnderlineRegex().IsMatch(lines[first + 1]) && !string.IsNullOrWhiteSpace(lines[first]))
        {
            return (RemoveMarkup(lines[first]), JoinBody(lines[(first + 2)..]));
        }

        return (null, JoinBody(lines[first..]));
    }

    /// <summary>Joins the lines, without empty lines at the start and the end.</summary>
    public static string JoinBody(ReadOnlySpan<string> lines) => string.Join('\n', lines.Trim("")!);

    /// <summary>
    /// Returns the text of a first-level heading without closing hashes, or null. Uses no regular expression, because the line may be
    /// megabytes long.
    /// </summary>
    private static string? GetAtxTitle(string line)
    {
        var text = line.AsSpan().TrimStart(' ');
        if (line.Length - text.Length > 3 || text is not ['#', ' ' or '\t', ..])
        {
            return null;
        }

        text = text[1..].Trim();
        var withoutClosingHashes = text.TrimEnd('#');
        return (withoutClosingHashes.Length == 0 || withoutClosingHashes[^1] is ' ' or '\t' ? withoutClosingHashes : text).Trim().ToString();
    }

    /// <summary>Returns a heading as plain text.</summary>
    private static string RemoveMarkup(string title)
    {
        var sections = MarkdownReader.Read($"## {title.Trim()}", "").Sections;
        return sections.Count == 0 ? title.Trim() : SectionHeading.Join(sections[0].Label, sections[0].Title);
    }

    [GeneratedRegex(@"^ {0,3}={2,}[ \t]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SetextUnderlineRegex();
}
