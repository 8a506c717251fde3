using System.Buffers;
using System.Globalization;
using ContentApi.Core.Model;
using Markdig.Helpers;

namespace ContentApi.Core.Formats.Body;

/// <summary>Limits the constructs that make the Markdown parser take quadratic time.</summary>
internal static class MarkdownLimits
{
    /// <summary>Maximum nesting of quotes and lists.</summary>
    public const int MaxNesting = 16;

    /// <summary>Maximum number of headings that are underlined with `=` or `-`.</summary>
    public const int MaxSetextHeadings = 2_000;

    /// <summary>Maximum number of link reference definitions.</summary>
    public const int MaxLinkDefinitions = 1_000;

    /// <summary>Maximum <see cref="DelimiterScanner.DelimiterCount"/> of one paragraph or heading.</summary>
    private const int MaxDelimiters = 1_000;

    /// <summary>
    /// Maximum number of characters that the parser scans to find the ends of the links and code spans in one paragraph. Unclosed links and
    /// code spans make the parser scan the same text repeatedly.
    /// </summary>
    private const long MaxLookahead = 4_000_000;

    private static readonly SearchValues<char> Delimiters = SearchValues.Create("*_~[]`");

    /// <summary>Characters at the start of a line in nested quotes and lists.</summary>
    private static readonly SearchValues<char> ContainerMarkers = SearchValues.Create(" \t>*+-.)0123456789");

    /// <summary>
    /// Returns whether the body has so few delimiters, markers and underlines that it cannot exceed a limit. Much faster than parsing the
    /// body.
    /// </summary>
    public static bool CannotExceed(string markdown)
    {
        var text = markdown.AsSpan();
        var (delimiters, underlines, lines) = (0, 0, 0);
        foreach (var range in text.Split('\n'))
        {
            var line = text[range].TrimEnd('\r');
            lines++;
            var start = line.IndexOfAnyExcept(ContainerMarkers);
            var rest = start < 0 ? line : line[start..];
            underlines += line.Length > 0 && rest.TrimStart("=-> \t").Length == 0 ? 1 : 0;
            if ((start < 0 ? line.Length : start) > MaxNesting / 2 || underlines > MaxSetextHeadings)
            {
                return false;
            }

            for (int index; (index = rest.IndexOfAny(Delimiters)) >= 0; rest = rest[(index + 1)..])
            {
                delimiters++;
            }
        }

        // A line starts at most MaxNesting / 4 lists and their items, and one other block; a bar ends a table cell. A `<` can start a link.
        return delimiters <= MaxDelimiters && (long)delimiters * markdown.Length <= MaxLookahead
            && (lines * ((MaxNesting / 2) + 2)) + text.Count('|') <= BodyLimits.MaxElements
            && (2 * (delimiters + text.Count('<'))) + 1 <= BodyLimits.MaxElements
            && text.Length + (3 * text.Count('\t')) <= BodyLimits.MaxTextLength;
    }

    /// <summary>Returns a message about the limit that a paragraph or heading exceeds, or null.</summary>
    public static string? FindExceededLimit(StringLineGroup lines)
    {
        var scanner = new DelimiterScanner();
        for (var i = 0; i < lines.Count; i++)
        {
            scanner.ReadLine(lines.Lines[i].Slice.AsSpan());
        }

        scanner.Complete();
        return scanner.DelimiterCount > MaxDelimiters
            ? string.Create(CultureInfo.InvariantCulture, $"a paragraph can have at most {MaxDelimiters:N0} runs of *, _ and ~ and open brackets; split it with an empty line")
            : scanner.Lookahead > MaxLookahead ? "a paragraph has too many unclosed links or code spans for its length; split it with an empty line"
            : null;
    }

    /// <summary>Returns an upper bound for the number of link reference definitions in the lines.</summary>
    public static int CountDefinitions(StringLineGroup lines)
    {
        if (lines.Count == 0 || !lines.Lines[0].Slice.AsSpan().TrimStart(" \t").StartsWith('['))
        {
            return 0; // definitions come first in a paragraph
        }

        var count = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            count += lines.Lines[i].Slice.AsSpan().Count("]:");
        }

        return count;
    }

    /// <summary>Returns whether the line turns the text above it into a heading.</summary>
    public static bool IsSetextUnderline(StringSlice line)
    {
        var text = line.AsSpan().Trim(" \t");
        return text.Length > 0 && text[0] is '=' or '-' && text.TrimStart(text[0]).Length == 0;
    }
}
