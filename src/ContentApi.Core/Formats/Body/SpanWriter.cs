using System.Buffers;
using System.Globalization;
using System.Text;
using ContentApi.Core.Model;

namespace ContentApi.Core.Formats.Body;

/// <summary>
/// Writes spans as CommonMark with strikethrough. Emphasis is `_`, strong `**`, strikethrough `~~`: different characters keep adjacent
/// delimiters apart. Inside a word, where `_` is a literal character, emphasis is `*`.
/// </summary>
internal static class SpanWriter
{
    private const string AlwaysEscaped = "\\`*_[]<>&~|#";

    /// <summary>Characters that may need escaping inside a line. Spaces need it only at the start and end of a line.</summary>
    private static readonly SearchValues<char> PossiblyEscaped =
        SearchValues.Create([.. AlwaysEscaped, .. "\n.)!{%", .. Enumerable.Range(0, 0xa0).Select(c => (char)c).Where(char.IsControl)]);

    private static readonly Rune Backtick = new('`');
    private static readonly Rune Space = new(' ');

    public static string Write(IReadOnlyList<Span> spans)
    {
        spans = RemoveUnsupportedMarks(spans);
        var markdown = new StringBuilder(spans.Sum(span => span.Text.Length) + 16);
        List<string> openDelimiters = [];
        string? href = null;
        for (var i = 0; i < spans.Count; i++)
        {
            var (span, marks) = (spans[i], GetDelimiterMarks(spans[i]));
            var keptCount = 0;
            while (href == span.Href && keptCount < openDelimiters.Count && marks.Contains(GetMark(openDelimiters[keptCount])))
            {
                keptCount++;
            }

            CloseDelimiters(markdown, openDelimiters, keptCount);
            if (href != span.Href)
            {
                markdown.Append(href is null ? "" : $"](<{EscapeUrl(href)}>)").Append(span.Href is null ? "" : "[");
                href = span.Href;
            }

            foreach (var mark in GetMarksToOpen(spans, i, marks, openDelimiters))
            {
                var delimiter = mark switch
                {
                    Mark.Strong => "**",
                    Mark.Strikethrough => "~~",
                    _ => IsInsideWord(spans, i) ? "*" : "_",
                };
                markdown.Append(delimiter);
                openDelimiters.Add(delimiter);
            }

            if (span.Marks.Contains(Mark.Code))
            {
                markdown.Append(RenderCode(span.Text));
            }
            else
            {
                WriteText(markdown, span.Text, isAtLineStart: markdown.Length == 0 || markdown[^1] == '\n');
            }
        }

        CloseDelimiters(markdown, openDelimiters, keptCount: 0);
        return markdown.Append(href is null ? "" : $"](<{EscapeUrl(href)}>)").ToString();
    }

    /// <summary>Escapes a URL for use inside angle brackets.</summary>
    public static string EscapeUrl(string url) =>
        url.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("<", "\\<", StringComparison.Ordinal).Replace(">", "\\>", StringComparison.Ordinal)
            .Replace("&", "&amp;", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    /// <summary>
    /// Returns the spans without the marks that Markdown cannot express. A delimiter has no effect if a space is on its inner side, or if
    /// punctuation is on its inner side and a letter on its outer side (CommonMark's flanking rules).
    /// </summary>
    private static IReadOnlyList<Span> RemoveUnsupportedMarks(IReadOnlyList<Span> spans)
    {
        if (spans.All(span => span.Marks.Count == 0))
        {
            return spans;
        }

        var result = MergeCodeSpans(spans);
        for (var i = 0; i < result.Count;)
        {
            var marks = result[i].Marks.Count == 0 ? [] : GetDelimiterMarks(result[i]);
            var (previous, next) = (i == 0 ? null : result[i - 1], i + 1 == result.Count ? null : result[i + 1]);
            var characterBefore = previous is null || previous.Href != result[i].Href ? Space : GetLastCharacter(previous);
            var characterAfter = next is null || next.Href != result[i].Href ? Space : GetFirstCharacter(next);
            var unsupported = marks.Where(mark =>
                (!IsContinuous(previous, result[i], mark) && !IsFlanking(GetFirstCharacter(result[i]), characterBefore))
                || (!IsContinuous(result[i], next, mark) && !IsFlanking(GetLastCharacter(result[i]), characterAfter))).ToList();
            if (unsupported.Count == 0)
            {
                i++;
                continue;
            }

            result[i] = result[i] with { Marks = result[i].Marks.Except(unsupported, StringComparer.Ordinal).ToList() };
            i = Math.Max(i - 1, 0); // a mark of the previous span may now end with that span
        }

        return result;
    }

    /// <summary>Returns whether a mark continues from one span to the next, without a delimiter between them.</summary>
    private static bool IsContinuous(Span? left, Span? right, string mark) =>
        left is not null && right is not null && left.Href == right.Href && left.Marks.Contains(mark) && right.Marks.Contains(mark);

    /// <summary>Returns whether a delimiter between these characters can open or close emphasis.</summary>
    private static bool IsFlanking(Rune inner, Rune outer) => !Rune.IsWhiteSpace(inner) && (IsWordCharacter(inner) || !IsWordCharacter(outer));

    /// <summary>Returns the first character inside a span's emphasis delimiters: a backtick for code, else the first of the text.</summary>
    private static Rune GetFirstCharacter(Span span)
    {
        Rune.DecodeFromUtf16(span.Text, out var first, out _);
        return span.Marks.Contains(Mark.Code) ? Backtick : first;
    }

    private static Rune GetLastCharacter(Span span)
    {
        Rune.DecodeLastFromUtf16(span.Text, out var last, out _);
        return span.Marks.Contains(Mark.Code) ? Backtick : last;
    }

    /// <summary>
    /// Merges adjacent code spans of different styles, because their backticks would join. Removes the code mark from linked code that
    /// contains `]:`; at the start of a paragraph, Markdown would parse it as a link definition and drop it. The link remains.
    /// </summary>
    private static List<Span> MergeCodeSpans(IReadOnlyList<Span> spans)
    {
        List<Span> result = [];
        foreach (var originalSpan in spans)
        {
            var span = originalSpan.Href is not null && originalSpan.Text.Contains("]:", StringComparison.Ordinal)
                ? originalSpan with { Marks = originalSpan.Marks.Where(mark => mark != Mark.Code).ToList() }
                : originalSpan;
            if (result.Count > 0 && result[^1].Marks.Contains(Mark.Code) && span.Marks.Contains(Mark.Code) && result[^1].Href == span.Href)
            {
                result[^1] = result[^1] with { Text = result[^1].Text + span.Text };
            }
            else
            {
                result.Add(span);
            }
        }

        return result;
    }

    /// <summary>Returns whether a character is neither whitespace nor punctuation as CommonMark defines them.</summary>
    private static bool IsWordCharacter(Rune c) => !Rune.IsWhiteSpace(c) && !Rune.IsPunctuation(c) && !Rune.IsSymbol(c);

    /// <summary>
    /// Returns the marks to open at a span. The marks that last longest come first, so that they are not closed and reopened.
    /// </summary>
    private static List<string> GetMarksToOpen(IReadOnlyList<Span> spans, int index, List<string> marks, List<string> openDelimiters) =>
        marks.Count == 0 ? []
        : marks.Except(openDelimiters.Select(GetMark), StringComparer.Ordinal).OrderByDescending(mark => FindLastSpan(spans, index, mark)).ToList();

    /// <summary>Returns the index of the last span to which a mark of the first span continues.</summary>
    private static int FindLastSpan(IReadOnlyList<Span> spans, int first, string mark)
    {
        var last = first;
        while (last + 1 < spans.Count && IsContinuous(spans[last], spans[last + 1], mark))
        {
            last++;
        }

        return last;
    }

    private static bool IsInsideWord(IReadOnlyList<Span> spans, int first)
    {
        var last = FindLastSpan(spans, first, Mark.Emphasis);
        return (first > 0 && IsWordCharacter(GetLastCharacter(spans[first - 1]))) || (last + 1 < spans.Count && IsWordCharacter(GetFirstCharacter(spans[last + 1])));
    }

    /// <summary>Returns the marks that are written as delimiters, outermost first. Code is written with backticks instead.</summary>
    private static List<string> GetDelimiterMarks(Span span) => span.Marks.Count == 0 ? [] :
        SpanBuilder.MarkOrder.Where(mark => mark != Mark.Code && span.Marks.Contains(mark)).ToList();

    private static string GetMark(string delimiter) => delimiter switch
    {
        "**" => Mark.Strong,
        "~~" => Mark.Strikethrough,
        _ => Mark.Emphasis,
    };

    private static void CloseDelimiters(StringBuilder markdown, List<string> openDelimiters, int keptCount)
    {
        for (var i = openDelimiters.Count - 1; i >= keptCount; i--)
        {
            markdown.Append(openDelimiters[i]);
            openDelimiters.RemoveAt(i);
        }
    }

    private static void WriteText(StringBuilder markdown, string text, bool isAtLineStart)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!isAtLineStart && GetUnescapedPrefix(text.AsSpan(i)) is { Length: > 0 } prefix)
            {
                markdown.Append(prefix);
                i += prefix.Length - 1;
                continue;
            }

            var c = text[i];
            if (c == '\n')
            {
                markdown.Append("\\\n");
                isAtLineStart = true;
                continue;
            }

            if (c is ' ' or '\t' && (isAtLineStart || (i + 1 < text.Length && text[i + 1] == '\n')))
            {
                markdown.Append(ToCharacterReference(c));
            }
            else if (NeedsBackslash(text, i, isAtLineStart))
            {
                markdown.Append('\\').Append(c);
            }
            else if (char.IsControl(c) || (c == '`' && i + 1 == text.Length)) // even escaped, a backtick would join the next code span
            {
                markdown.Append(ToCharacterReference(c));
            }
            else
            {
                markdown.Append(c);
            }

            isAtLineStart = false;
        }
    }

    private static bool NeedsBackslash(string text, int index, bool isAtLineStart)
    {
        var (c, isLast) = (text[index], index + 1 == text.Length);
        return (AlwaysEscaped.Contains(c) && !(c == '`' && isLast))
            || (isAtLineStart && c is '+' or '-' or '=')
            || (c is '.' or ')' && IsListMarkerEnd(text, index))
            || (c == '!' && isLast)
            || MayOpenComment(text, index);
    }

    /// <summary>
    /// Returns the longest prefix that needs no escaping, for a position after the start of a line. Excludes the last space before a line
    /// break, which must be escaped. The spaces before it are then no longer trailing. Do not exclude them: each call would rescan them,
    /// which takes quadratic time.
    /// </summary>
    private static ReadOnlySpan<char> GetUnescapedPrefix(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(PossiblyEscaped);
        return end < 0 ? text : end > 0 && text[end] == '\n' && text[end - 1] is (' ' or '\t') ? text[..(end - 1)] : text[..end];
    }

    /// <summary>
    /// Returns whether this full stop or parenthesis would start a numbered list, because only digits precede it on the line.
    /// </summary>
    private static bool IsListMarkerEnd(string text, int end)
    {
        var start = end;
        while (start > 0 && char.IsAsciiDigit(text[start - 1]))
        {
            start--;
        }

        return start < end && (start == 0 || text[start - 1] == '\n');
    }

    /// <summary>
    /// Returns whether a Liquid, kramdown or Obsidian comment could start here; the next character may be in another span.
    /// </summary>
    private static bool MayOpenComment(string text, int index) =>
        (text[index] == '{' && (index + 1 == text.Length || text[index + 1] is '%' or ':'))
        || (text[index] == '%' && (index + 1 == text.Length || text[index + 1] == '%'));

    private static string RenderCode(string text)
    {
        var (longestRun, run) = (0, 0);
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longestRun = Math.Max(longestRun, run);
        }

        var fence = new string('`', longestRun + 1);
        var padding = text.StartsWith('`') || text.EndsWith('`') || (text.StartsWith(' ') && text.EndsWith(' ') && text.Trim(' ').Length > 0) ? " " : "";
        return $"{fence}{padding}{text.Replace('\n', ' ')}{padding}{fence}";
    }

    private static string ToCharacterReference(char c) => string.Create(CultureInfo.InvariantCulture, $"&#{(int)c};");
}
