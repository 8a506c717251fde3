using System.Buffers;
using System.Globalization;
using Markdig.Helpers;

namespace ContentApi.Core.Formats.Body;

/// <summary>Limits the constructs of a body for which the Markdown parser takes quadratic time.</summary>
internal static class MarkdownLimits
{
    /// <summary>Maximum nesting of quotes and lists.</summary>
    public const int MaxNesting = 16;

    /// <summary>Maximum number of headings that are underlined with `=` or `-`.</summary>
    public const int MaxSetextHeadings = 2_000;

    /// <summary>Maximum number of link reference definitions.</summary>
    public const int MaxLinkDefinitions = 1_000;

    /// <summary>Maximum number of runs of `*`, `_` and `~`, and of simultaneously open brackets, in one paragraph or heading.</summary>
    private const int MaxDelimiterRuns = 1_000;

    /// <summary>
    /// Maximum number of characters that the parser scans for the links and code spans of one paragraph; unclosed ones make it scan
    /// repeatedly.
    /// </summary>
    private const long MaxLookahead = 4_000_000;

    private static readonly SearchValues<char> Delimiters = SearchValues.Create("*_~[]()`\\ \t\n");

    private static readonly SearchValues<char> CountedDelimiters = SearchValues.Create("*_~[]`");

    /// <summary>Characters at the start of a line in nested quotes and lists.</summary>
    private static readonly SearchValues<char> ContainerMarkers = SearchValues.Create(" \t>*+-.)0123456789");

    /// <summary>
    /// Returns whether the body has so few delimiters, markers and underlines that it cannot exceed a limit. Many times as fast as parsing
    /// the body.
    /// </summary>
    public static bool CannotExceed(string markdown)
    {
        var text = markdown.AsSpan();
        var (delimiterRuns, underlines) = (0, 0);
        foreach (var range in text.Split('\n'))
        {
            var line = text[range].TrimEnd('\r');
            var start = line.IndexOfAnyExcept(ContainerMarkers);
            var rest = start < 0 ? line : line[start..];
            underlines += line.Length > 0 && rest.TrimStart("=-> \t").Length == 0 ? 1 : 0;
            if ((start < 0 ? line.Length : start) > MaxNesting / 2 || underlines > MaxSetextHeadings)
            {
                return false;
            }

            for (int index; (index = rest.IndexOfAny(CountedDelimiters)) >= 0; rest = rest[(index + 1)..])
            {
                delimiterRuns++;
            }
        }

        return delimiterRuns <= MaxDelimiterRuns && (long)delimiterRuns * markdown.Length <= MaxLookahead;
    }

    /// <summary>Returns the limit that a paragraph or heading exceeds, as the end of a sentence, or null if it exceeds none.</summary>
    public static string? FindExceededLimit(StringLineGroup lines)
    {
        var (delimiterRuns, openBrackets, maxOpenBrackets, wordLength, titleLength, length) = (0, 0, 0, 0L, 0L, 0L);
        var (openDestinations, openTitles, lookahead) = (0L, 0L, 0L);
        var (openParentheses, isAfterDestination) = (0, false);
        HashSet<int> backtickRunLengths = [];
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines.Lines[i].Slice.AsSpan();
            length += line.Length + 1;
            Read(line);
            EndWord(1);
        }

        EndStretch();
        lookahead += backtickRunLengths.Count * length;
        return delimiterRuns + maxOpenBrackets > MaxDelimiterRuns ? string.Create(CultureInfo.InvariantCulture, $"a paragraph may have at most {MaxDelimiterRuns:N0} runs of *, _ and ~ and brackets open at once; put an empty line between its parts")
            : lookahead > MaxLookahead ? "a paragraph of this length has too many links or code spans that are not closed; put an empty line between its parts"
            : null;

        void Read(ReadOnlySpan<char> line)
        {
            while (line.Length > 0)
            {
                var plain = line.IndexOfAny(Delimiters);
                plain = plain < 0 ? line.Length : plain;
                wordLength += plain;
                titleLength += plain;
                line = line[plain..];
                if (line.Length == 0)
                {
                    return;
                }

                var c = line[0];
                var run = c is '*' or '_' or '~' or '`' or ' ' or '\t' ? GetRunLength(line) : c == '\\' ? Math.Min(2, line.Length) : 1;
                var next = run < line.Length ? line[run] : '\n';
                switch (c)
                {
                    case '*' or '_' or '~':
                        delimiterRuns++;
                        break;
                    case '`':
                        backtickRunLengths.Add(run);
                        break;
                    case '[':
                        maxOpenBrackets = Math.Max(maxOpenBrackets, ++openBrackets);
                        break;
                    case ']':
                        delimiterRuns += next == '[' ? 1 : 0;
                        openDestinations += next == '(' ? 1 : 0;
                        openBrackets = Math.Max(openBrackets - 1, 0);
                        break;
                    case '(':
                        openParentheses++;
                        openTitles += wordLength == 0 && isAfterDestination ? 1 : 0;
                        break;
                    case ')':
                        EndStretch();
                        openParentheses = Math.Max(openParentheses - 1, 0);
                        if (openParentheses == 0)
                        {
                            EndAddresses();
                        }

                        break;
                    default:
                        break;
                }

                if (c is ' ' or '\t')
                {
                    EndWord(run);
                }
                else
                {
                    wordLength += run;
                    titleLength += run;
                }

                line = line[run..];
            }
        }

        // An address ends at a space, or where its parentheses are balanced.
        void EndWord(int space)
        {
            isAfterDestination = openDestinations > 0;
            EndAddresses();
            (wordLength, openParentheses) = (0, 0);
            titleLength += space;
        }

        void EndAddresses()
        {
            lookahead += openDestinations * wordLength;
            (openDestinations, wordLength) = (0, 1);
        }

        // A title in parentheses ends at the next closing parenthesis.
        void EndStretch()
        {
            lookahead += openTitles * titleLength;
            (openTitles, titleLength) = (0, 0);
        }
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

    private static int GetRunLength(ReadOnlySpan<char> line)
    {
        var end = line.IndexOfAnyExcept(line[0]);
        return end < 0 ? line.Length : end;
    }
}
