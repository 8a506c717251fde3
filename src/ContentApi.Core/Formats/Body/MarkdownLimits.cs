using System.Buffers;
using System.Globalization;
using Markdig.Helpers;

namespace ContentApi.Core.Formats.Body;

/// <summary>Limits the constructs of a body for which the Markdown parser takes quadratic time.</summary>
internal static class MarkdownLimits
{
    /// <summary>Maximum nesting of quotes and lists.</summary>
    public const int Nesting = 16;

    /// <summary>Maximum number of headings that are underlined with `=` or `-`.</summary>
    public const int Underlined = 2_000;

    /// <summary>Maximum number of link reference definitions.</summary>
    public const int MostDefinitions = 1_000;

    /// <summary>Maximum number of runs of `*`, `_` and `~`, and of simultaneously open brackets, in one paragraph or heading.</summary>
    private const int Marks = 1_000;

    /// <summary>
    /// Maximum number of characters that the parser scans for the links and code spans of one paragraph; unclosed ones make it scan
    /// repeatedly.
    /// </summary>
    private const long Lookahead = 4_000_000;

    private static readonly SearchValues<char> Delimiters = SearchValues.Create("*_~[]()`\\ \t\n");

    private static readonly SearchValues<char> Countable = SearchValues.Create("*_~[]`");

    /// <summary>Characters at the start of a line in nested quotes and lists.</summary>
    private static readonly SearchValues<char> Markers = SearchValues.Create(" \t>*+-.)0123456789");

    /// <summary>
    /// Returns whether the body has so few delimiters, markers and underlines that it cannot exceed a limit. Many times as fast as parsing
    /// the body.
    /// </summary>
    public static bool IsPlainlyWithin(string markdown)
    {
        var text = markdown.AsSpan();
        var (marks, underlined) = (0, 0);
        foreach (var range in text.Split('\n'))
        {
            var line = text[range].TrimEnd('\r');
            var start = line.IndexOfAnyExcept(Markers);
            var rest = start < 0 ? line : line[start..];
            underlined += line.Length > 0 && rest.TrimStart("=-> \t").Length == 0 ? 1 : 0;
            if ((start < 0 ? line.Length : start) > Nesting / 2 || underlined > Underlined)
            {
                return false;
            }

            for (int at; (at = rest.IndexOfAny(Countable)) >= 0; rest = rest[(at + 1)..])
            {
                marks++;
            }
        }

        return marks <= Marks && (long)marks * markdown.Length <= Lookahead;
    }

    /// <summary>Returns the limit that a paragraph or heading exceeds, as the end of a sentence, or null if it exceeds none.</summary>
    public static string? ExceededBy(StringLineGroup lines)
    {
        var (marks, open, deepest, word, stretch, length) = (0, 0, 0, 0L, 0L, 0L);
        var (links, titles, lookahead) = (0L, 0L, 0L);
        var (depth, isAfterLink) = (0, false);
        HashSet<int> codes = [];
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines.Lines[i].Slice.AsSpan();
            length += line.Length + 1;
            Read(line);
            EndWord(1);
        }

        EndStretch();
        lookahead += codes.Count * length;
        return marks + deepest > Marks ? string.Create(CultureInfo.InvariantCulture, $"a paragraph may have at most {Marks:N0} runs of *, _ and ~ and brackets open at once; put an empty line between its parts")
            : lookahead > Lookahead ? "a paragraph of this length has too many links or code spans that are not closed; put an empty line between its parts"
            : null;

        void Read(ReadOnlySpan<char> line)
        {
            while (line.Length > 0)
            {
                var plain = line.IndexOfAny(Delimiters);
                plain = plain < 0 ? line.Length : plain;
                word += plain;
                stretch += plain;
                line = line[plain..];
                if (line.Length == 0)
                {
                    return;
                }

                var c = line[0];
                var run = c is '*' or '_' or '~' or '`' or ' ' or '\t' ? Run(line) : c == '\\' ? Math.Min(2, line.Length) : 1;
                var next = run < line.Length ? line[run] : '\n';
                switch (c)
                {
                    case '*' or '_' or '~':
                        marks++;
                        break;
                    case '`':
                        codes.Add(run);
                        break;
                    case '[':
                        deepest = Math.Max(deepest, ++open);
                        break;
                    case ']':
                        marks += next == '[' ? 1 : 0;
                        links += next == '(' ? 1 : 0;
                        open = Math.Max(open - 1, 0);
                        break;
                    case '(':
                        depth++;
                        titles += word == 0 && isAfterLink ? 1 : 0;
                        break;
                    case ')':
                        EndStretch();
                        depth = Math.Max(depth - 1, 0);
                        if (depth == 0)
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
                    word += run;
                    stretch += run;
                }

                line = line[run..];
            }
        }

        // An address ends at a space, or where its parentheses are balanced.
        void EndWord(int space)
        {
            isAfterLink = links > 0;
            EndAddresses();
            (word, depth) = (0, 0);
            stretch += space;
        }

        void EndAddresses()
        {
            lookahead += links * word;
            (links, word) = (0, 1);
        }

        // A title in parentheses ends at the next closing parenthesis.
        void EndStretch()
        {
            lookahead += titles * stretch;
            (titles, stretch) = (0, 0);
        }
    }

    /// <summary>Returns an upper bound for the number of link reference definitions in the lines.</summary>
    public static int Definitions(StringLineGroup lines)
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
    public static bool IsUnderline(StringSlice line)
    {
        var text = line.AsSpan().Trim(" \t");
        return text.Length > 0 && text[0] is '=' or '-' && text.TrimStart(text[0]).Length == 0;
    }

    private static int Run(ReadOnlySpan<char> line)
    {
        var end = line.IndexOfAnyExcept(line[0]);
        return end < 0 ? line.Length : end;
    }
}
