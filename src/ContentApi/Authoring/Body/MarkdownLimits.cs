using System.Buffers;
using System.Globalization;
using Markdig.Helpers;

namespace ContentApi.Authoring.Body;

/// <summary>How much of a construct a body may have where the parser's time grows with the square of it.</summary>
internal static class MarkdownLimits
{
    /// <summary>Levels of quotes and lists.</summary>
    public const int Nesting = 16;

    /// <summary>Headings that are underlined with `=` or `-`.</summary>
    public const int Underlined = 2_000;

    /// <summary>Link reference definitions.</summary>
    public const int MostDefinitions = 1_000;

    /// <summary>Runs of `*`, `_` and `~`, and brackets open at the same time, in one paragraph or heading.</summary>
    private const int Marks = 1_000;

    /// <summary>Characters that the parser reads for links and code spans of one paragraph, over and over where they are not closed.</summary>
    private const long Lookahead = 4_000_000;

    private static readonly SearchValues<char> Delimiters = SearchValues.Create("*_~[]()`\\ \t\n");

    private static readonly SearchValues<char> Countable = SearchValues.Create("*_~[]`");

    /// <summary>What the start of a line in nested quotes and lists consists of.</summary>
    private static readonly SearchValues<char> Markers = SearchValues.Create(" \t>*+-.)0123456789");

    /// <summary>
    /// Whether the body has so few delimiters, markers and underlines that no limit can be exceeded. This is many times as fast as parsing it.
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

    /// <summary>Returns the limit that a paragraph or heading exceeds, as the end of a sentence; null when it exceeds none.</summary>
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

        // An address ends at a space, or where all its brackets are closed.
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

        // A title in brackets ends at the next closing one.
        void EndStretch()
        {
            lookahead += titles * stretch;
            (titles, stretch) = (0, 0);
        }
    }

    /// <summary>Returns how many link reference definitions the lines can have at most.</summary>
    public static int Definitions(StringLineGroup lines)
    {
        if (lines.Count == 0 || !lines.Lines[0].Slice.AsSpan().TrimStart(" \t").StartsWith('['))
        {
            return 0; // a paragraph starts with its definitions
        }

        var count = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            count += lines.Lines[i].Slice.AsSpan().Count("]:");
        }

        return count;
    }

    /// <summary>Whether the line makes a heading of the text above it.</summary>
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
