using System.Buffers;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Counts the delimiters of one paragraph or heading, and the characters that Markdig scans to find the ends of links and code spans.
/// </summary>
internal sealed class DelimiterScanner
{
    private static readonly SearchValues<char> Delimiters = SearchValues.Create("*_~[]()`\\ \t\f\n");

    private readonly HashSet<int> backtickRunLengths = [];
    private int delimiterCount;
    private int openBrackets;
    private int maxOpenBrackets;
    private int openParentheses;
    private bool lastSpaceEndedDestination;
    private long openDestinations;
    private long openTitles;
    private long lengthSinceSpace;
    private long lengthSinceTitleEnd;
    private long totalLength;

    /// <summary>
    /// Gets the number of runs of `*`, `_` or `~`, plus the number of occurrences of `][`, plus the maximum number of simultaneously open
    /// brackets.
    /// </summary>
    public int DelimiterCount => delimiterCount + maxOpenBrackets;

    /// <summary>
    /// Gets an estimate of the number of characters that Markdig scans ahead. Final only after a call of <see cref="Complete"/>.
    /// </summary>
    public long Lookahead { get; private set; }

    public void ReadLine(ReadOnlySpan<char> line)
    {
        totalLength += line.Length + 1;
        while (line.Length > 0)
        {
            var textLength = line.IndexOfAny(Delimiters);
            textLength = textLength < 0 ? line.Length : textLength;
            lengthSinceSpace += textLength;
            lengthSinceTitleEnd += textLength;
            line = line[textLength..];
            if (line.Length > 0)
            {
                line = line[ReadDelimiter(line)..];
            }
        }

        ReadSpace(1);
    }

    /// <summary>Ends the paragraph. Markdig may scan the whole paragraph once for each distinct length of a backtick run.</summary>
    public void Complete()
    {
        EndTitles();
        Lookahead += backtickRunLengths.Count * totalLength;
    }

    /// <summary>Reads the run of delimiters at the start of a text. Returns its length.</summary>
    private int ReadDelimiter(ReadOnlySpan<char> text)
    {
        var c = text[0];
        var runLength = c is '*' or '_' or '~' or '`' or ' ' or '\t' or '\f' ? GetRunLength(text) : c == '\\' ? Math.Min(2, text.Length) : 1;
        var next = runLength < text.Length ? text[runLength] : '\n';
        switch (c)
        {
            case '*' or '_' or '~':
                delimiterCount++;
                break;
            case '`':
                backtickRunLengths.Add(runLength);
                break;
            case '[':
                maxOpenBrackets = Math.Max(maxOpenBrackets, ++openBrackets);
                break;
            case ']':
                delimiterCount += next == '[' ? 1 : 0;
                openDestinations += next == '(' ? 1 : 0;
                openBrackets = Math.Max(openBrackets - 1, 0);
                break;
            case '(':
                openParentheses++;
                openTitles += lengthSinceSpace == 0 && lastSpaceEndedDestination ? 1 : 0;
                break;
            case ')':
                EndTitles();
                openParentheses = Math.Max(openParentheses - 1, 0);
                if (openParentheses == 0)
                {
                    EndDestinations();
                }

                break;
            default:
                break;
        }

        if (c is ' ' or '\t' or '\f')
        {
            ReadSpace(runLength);
        }
        else
        {
            lengthSinceSpace += runLength;
            lengthSinceTitleEnd += runLength;
        }

        return runLength;
    }

    /// <summary>Reads spaces, at which the open link destinations end. Further spaces may follow before a title.</summary>
    private void ReadSpace(int length)
    {
        lastSpaceEndedDestination = openDestinations > 0 || (lengthSinceSpace == 0 && lastSpaceEndedDestination);
        EndDestinations();
        (lengthSinceSpace, openParentheses) = (0, 0);
        lengthSinceTitleEnd += length;
    }

    /// <summary>Ends the link destinations, which end at a space or where their parentheses are balanced.</summary>
    private void EndDestinations()
    {
        Lookahead += openDestinations * lengthSinceSpace;
        (openDestinations, lengthSinceSpace) = (0, 1); // not 0, which means directly after a space, where a title may start
    }

    /// <summary>Ends the link titles in parentheses, which end at the next closing parenthesis.</summary>
    private void EndTitles()
    {
        Lookahead += openTitles * lengthSinceTitleEnd;
        (openTitles, lengthSinceTitleEnd) = (0, 0);
    }

    private static int GetRunLength(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(text[0]);
        return end < 0 ? text.Length : end;
    }
}
